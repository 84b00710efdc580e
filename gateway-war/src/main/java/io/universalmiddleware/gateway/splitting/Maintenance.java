package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Maintenance turns everybody away who is not allowed in ({@code "maintenance"} of a route): 503 with {@code Retry-After}.
 *
 * @param message for the client
 * @param allowed whose addresses are let through
 */
public record Maintenance(boolean enabled, String message, Duration retryAfter, List<Network> allowed) {

    public Maintenance {
        allowed = List.copyOf(allowed);
    }

    /**
     * Reads {@code enabled} (true), {@code message}, {@code retryAfter} (5m; 1s to 7d), {@code allow} (networks such as
     * 10.0.0.0/8; none).
     */
    public static Maintenance read(Section in) {
        List<Network> allowed = new ArrayList<>();
        List<String> texts = in.texts("allow");
        for (int i = 0; i < texts.size(); i++) {
            try {
                allowed.add(Network.parse(texts.get(i)));
            } catch (IllegalArgumentException invalid) {
                in.violation("allow", i, "expected a network such as 10.0.0.0/8");
            }
        }
        return new Maintenance(
                in.flag("enabled", true),
                in.text("message", "Down for maintenance."),
                in.duration("retryAfter", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(7)),
                allowed);
    }

    boolean turnsAway(String clientAddress) {
        return enabled
                && AddressGuard.literal(clientAddress)
                        .filter(address -> allowed.stream().anyMatch(network -> network.contains(address)))
                        .isEmpty();
    }
}
