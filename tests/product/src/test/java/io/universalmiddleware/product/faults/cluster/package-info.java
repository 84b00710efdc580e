/** The product with everything that can be broken: its stores behind links, its nodes, a small disk. */
@NullMarked
package io.universalmiddleware.product.faults.cluster;

import org.jspecify.annotations.NullMarked;
