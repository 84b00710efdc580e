/** The booted product as a fixture. */
@NullMarked
package io.universalmiddleware.product.stack;

import org.jspecify.annotations.NullMarked;
