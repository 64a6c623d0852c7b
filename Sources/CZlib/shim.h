#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see: 15 bits of window, and a gzip header demanded.
static inline int relay_inflate_begin(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/// `deflateInit2` is a macro too: the fastest level with the most memory, and a gzip header.
static inline int relay_deflate_begin(z_stream *stream) {
    return deflateInit2(stream, 1, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
