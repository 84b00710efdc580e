/** Who may do what, asked from outside. */
@NullMarked
package io.universalmiddleware.product.authorization;

import org.jspecify.annotations.NullMarked;
