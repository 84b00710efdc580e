/** Rows of views read, beside the JAX-RS resource. */
@NullMarked
package io.universalmiddleware.bench.views;

import org.jspecify.annotations.NullMarked;
