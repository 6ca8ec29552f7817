#include "gcs_drawing.h"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum library { CAIRO, PANGO, PANGOCAIRO, GOBJECT, FONTCONFIG, LIBRARIES };

static const char *const names[LIBRARIES] = {
    "libcairo.so.2", "libpango-1.0.so.0", "libpangocairo-1.0.so.0", "libgobject-2.0.so.0", "libfontconfig.so.1"};

const gcs_drawing *gcs_drawing_open(const char *folder, gcs_drawing_fault *fault) {
  static gcs_drawing table;
  void *libraries[LIBRARIES];
  for (int i = 0; i < LIBRARIES; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder ? folder : "", folder ? "/" : "", names[i]);
    libraries[i] = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!libraries[i]) {
      *fault = (gcs_drawing_fault){.library = names[i]};
      return NULL;
    }
  }
#define GCS_FIND(library, result, name, parameters)                         \
  {                                                                         \
    void *address = dlsym(libraries[library], #name);                       \
    if (!address) {                                                         \
      *fault = (gcs_drawing_fault){names[library], #name};                  \
      return NULL;                                                          \
    }                                                                       \
    memcpy(&table.name, &address, sizeof address);                          \
  }
  GCS_DRAWING_FUNCTIONS(GCS_FIND)
#undef GCS_FIND
  return &table;
}
