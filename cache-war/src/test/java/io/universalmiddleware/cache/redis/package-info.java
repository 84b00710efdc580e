@NullMarked
package io.universalmiddleware.cache.redis;

import org.jspecify.annotations.NullMarked;
