/** Where the edge keeps answers: a bounded near cache in the process over Redis, and how both forget what is purged. */
@NullMarked
package io.universalmiddleware.gateway.caching.store;

import org.jspecify.annotations.NullMarked;
