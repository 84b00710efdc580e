package io.universalmiddleware.hub.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origin rule says from which web pages a browser may connect (RFC 6454): those of the same host, of this machine, and of
 * listed origins. Clients that are no browsers send no origin and are not held by it.
 */
public final class OriginRule {
    private static final String ANY = "*";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;

    /** @param allowed origins such as {@code https://app.example.org}, or {@code *} for any */
    public OriginRule(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Whether a page of the origin may connect.
     *
     * @param origin the header {@code Origin}; null if there is none
     * @param hosts the hosts, with ports, by which the client knows us
     */
    public boolean allows(@Nullable String origin, Set<String> hosts) {
        if (origin == null || allowed.contains(ANY)) {
            return true;
        }
        String given = origin.toLowerCase(Locale.ROOT);
        if (allowed.contains(given)) {
            return true;
        }
        try {
            URI uri = new URI(given);
            String host = uri.getHost();
            return host != null
                    && (THIS_MACHINE.contains(host)
                            || host.endsWith(".localhost")
                            || hosts.stream().anyMatch(h -> h.equalsIgnoreCase(uri.getRawAuthority())));
        } catch (URISyntaxException opaque) {
            return false;
        }
    }
}
