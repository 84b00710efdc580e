/** Clients for live updates. */
@NullMarked
package io.universalmiddleware.product.hub;

import org.jspecify.annotations.NullMarked;
