/** What the edge does with bad requests. */
@NullMarked
package io.universalmiddleware.product.edge;

import org.jspecify.annotations.NullMarked;
