package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.limiting.FailureBudget;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Decides whose calls a route takes.
 *
 * <p>Credentials that are not valid are refused wherever they are looked at. A valid token or key of another tenant is as good as
 * none. An address that failed too often waits before anything more of it is verified; what was found valid before still passes.
 */
final class RouteAccess {
    private final AccessConfig config;
    private final String tenant;
    private final RouteTokens tokens;
    private final RouteKeys keys;
    private final FailureBudget failures;
    private final Challenge challenge;

    RouteAccess(AccessConfig config, String tenant, RouteTokens tokens, RouteKeys keys, FailureBudget failures) {
        this.config = config;
        this.tenant = tenant;
        this.tokens = tokens;
        this.keys = keys;
        this.failures = failures;
        challenge = new Challenge(
                tenant, config.platformTokens() || !config.issuers().isEmpty(), config.apiKeys());
    }

    /** @param address of the client; the answer may come on any thread, and is never a failure */
    CompletableFuture<Outcome> decide(Credentials credentials, String address) {
        if (credentials instanceof Credentials.Bearer bearer) {
            return byToken(bearer.token(), address);
        }
        return CompletableFuture.completedFuture(
                credentials instanceof Credentials.Key key && config.apiKeys()
                        ? byKey(key.text(), address)
                        : credentials instanceof Credentials.Ambiguous ? refused(challenge.ambiguous()) : anonymous());
    }

    private Outcome anonymous() {
        return config.mode() == AccessConfig.Mode.REQUIRED
                ? refused(challenge.missing())
                : new Outcome.Taken(Caller.ANONYMOUS);
    }

    private Outcome byKey(String text, String address) {
        Optional<ApiKey> found = keys.find(text, tenant);
        if (found.isEmpty()) {
            long waiting = failures.waiting(address);
            failures.failed(address);
            return refused(waiting > 0 ? tooMany(waiting) : challenge.invalidKey());
        }
        ApiKey key = found.get();
        keys.usage().used(key.id());
        return permitted(new Caller(Caller.Kind.KEY, "", Set.of(), key.scopes(), key.id(), key.consumer()));
    }

    private CompletableFuture<Outcome> byToken(String token, String address) {
        Optional<Identity> known = tokens.remembered(token);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(identified(known.get()));
        }
        long waiting = failures.waiting(address);
        return waiting > 0
                ? CompletableFuture.completedFuture(refused(tooMany(waiting)))
                : tokens.verify(token).thenApply(verdict -> judged(verdict, address));
    }

    private Outcome judged(Optional<Verdict> verdict, String address) {
        if (verdict.isEmpty()) {
            return refused(Refusal.of(ProblemType.UNAVAILABLE, "The keys of the token's issuer cannot be had now.")
                    .retryAfter(5));
        }
        if (verdict.get() instanceof Verdict.Valid valid) {
            return identified(valid.identity());
        }
        if (verdict.get() instanceof Verdict.WithoutTenant) {
            return refused(Refusal.of(ProblemType.TENANT_MISSING, "The token names no tenant."));
        }
        failures.failed(address);
        return refused(verdict.get() instanceof Verdict.Expired ? challenge.expiredToken() : challenge.invalidToken());
    }

    private Outcome identified(Identity identity) {
        if (!identity.tenant().value().equals(tenant)) {
            return refused(Refusal.of(ProblemType.FORBIDDEN, "The token is of another tenant."));
        }
        if (!identity.application().isEmpty()
                && config.scopes().isEmpty()
                && config.roles().isEmpty()) {
            return refused(
                    Refusal.of(
                            ProblemType.FORBIDDEN,
                            "The route asks for no scope and no role, so it is for users themselves and not for their applications."));
        }
        return permitted(new Caller(
                Caller.Kind.USER,
                identity.user(),
                identity.roles(),
                identity.scopes(),
                "",
                "",
                identity.application()));
    }

    private Outcome permitted(Caller caller) {
        if (!caller.scopes().containsAll(config.scopes())) {
            return refused(challenge.scopeMissing(config.scopes()));
        }
        return config.roles().isEmpty() || !Collections.disjoint(caller.roles(), config.roles())
                ? new Outcome.Taken(caller)
                : refused(Refusal.of(ProblemType.FORBIDDEN, "A role is needed that the caller has not."));
    }

    private static Refusal tooMany(long waitingMillis) {
        return Refusal.of(ProblemType.TOO_MANY_REQUESTS, "Too many credentials of this address were not valid.")
                .retryAfter((waitingMillis + 999) / 1000);
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal);
    }
}
