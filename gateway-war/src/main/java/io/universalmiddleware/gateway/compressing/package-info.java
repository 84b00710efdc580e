/** Content codings that the edge puts on answers itself: gzip, brotli, zstd (RFC 9110, section 8.4.1; RFC 8878). */
@NullMarked
package io.universalmiddleware.gateway.compressing;

import org.jspecify.annotations.NullMarked;
