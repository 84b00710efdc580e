/** From events to rows: the only writer of views. */
@NullMarked
package io.universalmiddleware.cache.projecting;

import org.jspecify.annotations.NullMarked;
