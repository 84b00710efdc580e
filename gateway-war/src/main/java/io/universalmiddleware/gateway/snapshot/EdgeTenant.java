package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.routing.Router;
import java.util.Set;

/**
 * A tenant as it is served.
 *
 * @param domains its own, lower case
 */
public record EdgeTenant(String slug, Set<String> domains, Router<EdgeRoute> router) {
    public EdgeTenant {
        domains = Set.copyOf(domains);
    }
}
