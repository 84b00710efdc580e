package io.universalmiddleware.gateway.routing;

/**
 * A route maps the requests below a path to an upstream.
 *
 * @param prefix canonical, without a slash at its end; it covers itself and what follows it behind a slash
 */
public record Route(String prefix, Upstream upstream) {}
