#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see: 15 bits of window, and a gzip header demanded.
static inline int relay_inflate_begin(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
