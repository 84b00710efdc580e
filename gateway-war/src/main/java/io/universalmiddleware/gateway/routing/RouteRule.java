package io.universalmiddleware.gateway.routing;

/**
 * A route rule leads what matches to a route.
 *
 * @param priority the higher goes first, however specific others are
 */
public record RouteRule<R>(RouteMatch match, int priority, R route) {}
