/** How an answer gets into the cache: one fetch for a key across threads and nodes, read by all while it is under way. */
@NullMarked
package io.universalmiddleware.gateway.caching.fill;

import org.jspecify.annotations.NullMarked;
