package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a node can take on.
 *
 * @param until when others may take it all the same
 * @param each at most so many under way to one endpoint; one to an endpoint that fails
 * @param underWay how many are, by endpoint
 * @param healthy at most so many to endpoints that do not fail
 * @param failing at most so many to endpoints that do
 */
public record TakeRequest(Instant now, Instant until, int each, Map<UUID, Integer> underWay, int healthy, int failing) {
    public TakeRequest {
        underWay = Map.copyOf(underWay);
    }
}
