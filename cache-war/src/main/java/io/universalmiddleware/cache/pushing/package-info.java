/** From a committed change to Redis: views, invalidations and the hub's channels. */
@NullMarked
package io.universalmiddleware.cache.pushing;

import org.jspecify.annotations.NullMarked;
