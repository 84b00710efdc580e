/** What operators rely on. */
@NullMarked
package io.universalmiddleware.product.operations;

import org.jspecify.annotations.NullMarked;
