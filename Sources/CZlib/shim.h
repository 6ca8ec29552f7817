#include <zlib.h>

/// Starts to inflate gzip or zlib data; inflateInit2 is a macro that Swift cannot import.
static inline int gcs_inflate_init(z_stream *stream) {
  return inflateInit2(stream, 15 + 32);
}
