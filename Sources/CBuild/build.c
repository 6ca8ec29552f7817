#include "CBuild.h"
#include <stddef.h>
#include <stdint.h>

// scripts/package writes it for the time of its build.
#if __has_include("../../.build/gcsync-build.h")
#include "../../.build/gcsync-build.h"
#endif
#ifndef GCSYNC_COMMIT
#define GCSYNC_COMMIT ""
#define GCSYNC_SWIFT ""
#endif

const char *const gcs_build_commit = GCSYNC_COMMIT;
const char *const gcs_build_swift = GCSYNC_SWIFT;

// What each library says of itself at run time. Their headers belong to the targets that use them; these few
// functions have had the same form for ever.
extern const char *curl_version(void);
extern const char *yaml_get_version_string(void);
extern const char *OpenSSL_version(int);
extern const char *MHD_get_version(void);
extern int pcre2_config_8(uint32_t, void *);
extern const char *sqlite3_libversion(void);
extern const char *zlibVersion(void);
extern const char *ZSTD_versionString(void);

static const char *pcre2(void) {
  enum { PCRE2_CONFIG_VERSION = 11 };
  static _Thread_local char text[64];
  return pcre2_config_8(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof text && pcre2_config_8(PCRE2_CONFIG_VERSION, text) > 0
             ? text
             : "";
}

gcs_library gcs_library_at(int index) {
  switch (index) {
  case 0: return (gcs_library){"curl", curl_version()};
  case 1: return (gcs_library){"libmicrohttpd", MHD_get_version()};
  case 2: return (gcs_library){"libyaml", yaml_get_version_string()};
  case 3: return (gcs_library){"openssl", OpenSSL_version(0)};
  case 4: return (gcs_library){"pcre2", pcre2()};
  case 5: return (gcs_library){"sqlite", sqlite3_libversion()};
  case 6: return (gcs_library){"zlib", zlibVersion()};
  case 7: return (gcs_library){"zstd", ZSTD_versionString()};
  default: return (gcs_library){NULL, NULL};
  }
}
