/**
 * The edge's shared cache (RFC 9111): what a route stores, how a request is answered from it, how it is purged.
 *
 * <p>{@code rule} judges, {@code store} keeps and forgets, {@code fill} fetches; here they are put together for a route.
 */
@NullMarked
package io.universalmiddleware.gateway.caching;

import org.jspecify.annotations.NullMarked;
