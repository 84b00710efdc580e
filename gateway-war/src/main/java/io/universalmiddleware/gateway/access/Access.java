package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.limiting.FailureBudget;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all routes of a node share to find out who calls. */
public final class Access {
    private final @Nullable VerifiedTokens platform;
    private final Issuers issuers;
    private final KeyUsage usage;
    private final FailureBudget failures;
    private final @Nullable ContextSigner signer;
    private final Clock clock;

    /** @param platform verifies tokens of the platform; null if their key is not known here: none is valid then */
    public Access(
            AccessSettings settings,
            @Nullable VerifiedTokens platform,
            KeySetFetch fetch,
            KeyUsage usage,
            Clock clock) {
        this.platform = platform;
        this.usage = usage;
        this.clock = clock;
        issuers = new Issuers(fetch, clock);
        failures = new FailureBudget(settings.failures(), settings.failuresPer(), clock);
        signer = settings.contextSecret().isEmpty() ? null : new ContextSigner(settings.contextSecret(), clock);
    }

    /** The filter of a route; every route has one, so that no stranger speaks in the edge's name. */
    public AccessFilter filter(AccessConfig config, String tenant, ApiKeyTable keys) {
        TenantId id = new TenantId(tenant);
        List<RouteTokens.Foreign> foreign = config.issuers().stream()
                .map(issuer -> new RouteTokens.Foreign(issuer.name(), issuers.tokens(issuer, id)))
                .toList();
        RouteTokens tokens = new RouteTokens(config.platformTokens() ? platform : null, foreign, id);
        RouteAccess access = new RouteAccess(config, tenant, tokens, new RouteKeys(keys, usage, clock), failures);
        return new AccessFilter(config, access, new ContextFields(tenant, signer));
    }
}
