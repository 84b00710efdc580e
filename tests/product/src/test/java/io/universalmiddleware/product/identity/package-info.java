/** Who may see and do what. */
@NullMarked
package io.universalmiddleware.product.identity;

import org.jspecify.annotations.NullMarked;
