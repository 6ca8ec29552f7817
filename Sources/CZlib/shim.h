#include <zlib.h>

/// Starts to inflate gzip or zlib data; inflateInit2 is a macro that Swift cannot import.
static inline int gcs_inflate_init(z_stream *stream) {
  return inflateInit2(stream, 15 + 32);
}

/// Starts to inflate deflated data without a header; inflateInit2 is a macro that Swift cannot import.
static inline int gcs_inflate_init_raw(z_stream *stream) {
  return inflateInit2(stream, -15);
}

/// Starts to deflate data without a header; deflateInit2 is a macro that Swift cannot import.
static inline int gcs_deflate_init_raw(z_stream *stream) {
  return deflateInit2(stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}
