/** Programs that run in Node. */
@NullMarked
package io.universalmiddleware.product.node;

import org.jspecify.annotations.NullMarked;
