/** The spans that a collector gets of the booted product. */
@NullMarked
package io.universalmiddleware.product.tracing;

import org.jspecify.annotations.NullMarked;
