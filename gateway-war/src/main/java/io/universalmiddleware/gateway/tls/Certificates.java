package io.universalmiddleware.gateway.tls;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates in force: which of them a name gets. Immutable. */
public final class Certificates {
    private final ServerCertificate fallback;
    private final Map<String, ServerCertificate> byName = new HashMap<>();
    private final Instant firstExpiry;

    /**
     * @param fallback for every name that no other is for
     * @param others of two for one name the first gets it; none is for a name that the fallback is for
     */
    Certificates(ServerCertificate fallback, Collection<ServerCertificate> others) {
        this.fallback = fallback;
        fallback.names().forEach(name -> byName.put(name, fallback));
        Instant first = fallback.expires();
        for (ServerCertificate other : List.copyOf(others)) {
            other.names().forEach(name -> byName.putIfAbsent(name, other));
            first = first.isBefore(other.expires()) ? first : other.expires();
        }
        firstExpiry = first;
    }

    /**
     * The one for a host: by its name, by a wildcard for its siblings, else the fallback.
     *
     * @param host in lower case; null if the client names none
     */
    public ServerCertificate of(@Nullable String host) {
        if (host == null) {
            return fallback;
        }
        ServerCertificate exact = byName.get(host);
        return exact != null ? exact : byName.getOrDefault(ServerCertificate.anySibling(host), fallback);
    }

    /** When the first of them ends. */
    public Instant firstExpiry() {
        return firstExpiry;
    }
}
