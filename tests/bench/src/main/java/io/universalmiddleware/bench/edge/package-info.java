/** The edge as a gateway, beside nginx and Spring Cloud Gateway before the same origin. */
@NullMarked
package io.universalmiddleware.bench.edge;

import org.jspecify.annotations.NullMarked;
