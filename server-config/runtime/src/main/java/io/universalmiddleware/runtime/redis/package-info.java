/** The connection to Redis. */
@NullMarked
package io.universalmiddleware.runtime.redis;

import org.jspecify.annotations.NullMarked;
