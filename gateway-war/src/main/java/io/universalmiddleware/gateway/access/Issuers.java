package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.id.TenantId;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The verifiers of issuers' tokens, kept over changes of the configuration for as long as some route uses them: a change forgets
 * no key and no verified token.
 */
final class Issuers {
    private record Use(Issuer issuer, TenantId tenant) {}

    private final KeySetFetch fetch;
    private final Clock clock;
    private final Map<Use, WeakReference<IssuerTokens>> tokens = new HashMap<>();
    private final Map<URI, WeakReference<IssuerKeys>> keys = new HashMap<>();

    Issuers(KeySetFetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    synchronized IssuerTokens tokens(Issuer issuer, TenantId tenant) {
        Use use = new Use(issuer, tenant);
        @Nullable WeakReference<IssuerTokens> known = tokens.get(use);
        @Nullable IssuerTokens kept = known == null ? null : known.get();
        if (kept != null) {
            return kept;
        }
        tokens.values().removeIf(gone -> gone.get() == null);
        IssuerTokens made = new IssuerTokens(issuer, tenant, keys(issuer.jwks()), clock);
        tokens.put(use, new WeakReference<>(made));
        return made;
    }

    private IssuerKeys keys(URI jwks) {
        @Nullable WeakReference<IssuerKeys> known = keys.get(jwks);
        @Nullable IssuerKeys kept = known == null ? null : known.get();
        if (kept != null) {
            return kept;
        }
        keys.values().removeIf(gone -> gone.get() == null);
        IssuerKeys made = new IssuerKeys(jwks, fetch, System::nanoTime);
        keys.put(jwks, new WeakReference<>(made));
        return made;
    }
}
