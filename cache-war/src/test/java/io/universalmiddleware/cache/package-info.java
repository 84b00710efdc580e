/** A node of the cache as tests start it: everything but the container. */
@NullMarked
package io.universalmiddleware.cache;

import org.jspecify.annotations.NullMarked;
