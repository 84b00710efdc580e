/** The platform as several processes: roles apart, and nodes that come and go. */
@NullMarked
package io.universalmiddleware.product.nodes;

import org.jspecify.annotations.NullMarked;
