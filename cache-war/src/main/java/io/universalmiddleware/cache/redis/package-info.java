/** The copies of rows in Redis: how they are kept, read, filled, pushed and announced. */
@NullMarked
package io.universalmiddleware.cache.redis;

import org.jspecify.annotations.NullMarked;
