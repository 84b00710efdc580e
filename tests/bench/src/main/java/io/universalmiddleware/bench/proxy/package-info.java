/** The edge as a streaming proxy, beside nginx. */
@NullMarked
package io.universalmiddleware.bench.proxy;

import org.jspecify.annotations.NullMarked;
