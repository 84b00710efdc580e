package io.universalmiddleware.gateway.access;

import java.time.Clock;
import java.util.Optional;

/** The API keys that may be used at a route, and the count of their use. */
record RouteKeys(ApiKeyTable table, KeyUsage usage, Clock clock) {

    Optional<ApiKey> find(String text, String tenant) {
        return table.find(text, tenant, clock.instant());
    }
}
