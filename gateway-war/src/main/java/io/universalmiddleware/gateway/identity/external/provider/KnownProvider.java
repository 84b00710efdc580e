package io.universalmiddleware.gateway.identity.external.provider;

import io.universalmiddleware.gateway.access.IssuerKeys;
import io.universalmiddleware.gateway.access.KeptDocument;
import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.AddressGuard;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a node knows of one issuer: its metadata and its keys, kept, and how many wait for it. */
final class KnownProvider {
    private static final KeptDocument.Times TIMES =
            new KeptDocument.Times(Duration.ofMinutes(30), Duration.ofSeconds(5));
    private static final int WAITING = 12;

    private final KeptDocument<ProviderMetadata> metadata;
    private final KeySetFetch fetch;
    private final LongSupplier nanos;
    private final Semaphore places = new Semaphore(WAITING);
    private @Nullable URI keysAt;
    private @Nullable IssuerKeys keys;

    KnownProvider(URI issuer, KeySetFetch fetch, AddressGuard guard, LongSupplier nanos) {
        this.fetch = fetch;
        this.nanos = nanos;
        metadata = new KeptDocument<>(
                discovery(issuer), fetch, text -> ProviderMetadata.parse(text, issuer, guard), TIMES, nanos);
    }

    KeptDocument<ProviderMetadata> metadata() {
        return metadata;
    }

    /** The keys at the place that the metadata names now. */
    synchronized IssuerKeys keys(URI at) {
        @Nullable IssuerKeys known = keys;
        if (known == null || !at.equals(keysAt)) {
            known = new IssuerKeys(at, fetch, nanos);
            keys = known;
            keysAt = at;
        }
        return known;
    }

    /** For those that wait for it. */
    Semaphore places() {
        return places;
    }

    /** OpenID Connect Discovery 1.0, section 4. */
    private static URI discovery(URI issuer) {
        String base = issuer.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/.well-known/openid-configuration");
    }
}
