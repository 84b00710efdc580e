package io.universalmiddleware.gateway.identity.external.logout;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.external.login.Registrations;
import io.universalmiddleware.gateway.identity.external.logout.EndingProviderSessions.Ended;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens.Judged;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Hears of providers which of their sessions have ended (OpenID Connect Back-Channel Logout 1.0). A token that does not count costs its sender's
 * address an attempt. Whatever is wrong, the answer is the same, and the audit says what it was. No transaction is open while the provider is
 * asked for its keys.
 */
@ApplicationScoped
public class HearingLogouts {
    private Registrations registrations;
    private LogoutTokens tokens;
    private EndingProviderSessions ending;
    private Attempts attempts;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected HearingLogouts() {}

    @Inject
    public HearingLogouts(
            Registrations registrations,
            LogoutTokens tokens,
            EndingProviderSessions ending,
            Attempts attempts,
            Event<Denial> denials) {
        this.registrations = registrations;
        this.tokens = tokens;
        this.ending = ending;
        this.attempts = attempts;
        this.denials = denials;
    }

    /** What becomes of a token. */
    public sealed interface Heard {
        record Over() implements Heard {}

        record Refused() implements Heard {}

        record TooMany(Duration again) implements Heard {}
    }

    /**
     * Hears one.
     *
     * @param provider the id of the entry that it is configured by, or what was sent as such
     * @throws ProblemException 503 if the provider's keys are not known now
     */
    public Heard hear(String provider, String token, Client from) {
        Attempt attempt = attempts.from(from.address());
        if (attempt.refusedFor().isPresent()) {
            return new Heard.TooMany(attempt.refusedFor().get());
        }
        Optional<Registration> at = id(provider).flatMap(registrations::find);
        if (at.isEmpty()) {
            return refused(attempt, "", "there is no such provider", from);
        }
        String tenant = at.get().provider().tenant();
        Judged judged = judged(attempt, token, at.get());
        if (judged instanceof Judged.Refused refused) {
            return refused(attempt, tenant, refused.reason(), from);
        }
        Ended ended = ending.end((Judged.Counts) judged);
        if (ended instanceof Ended.Replayed) {
            return refused(attempt, tenant, "the logout token has counted before", from);
        }
        attempts.wasRight(attempt);
        return ended instanceof Ended.TooMany many ? new Heard.TooMany(many.again()) : new Heard.Over();
    }

    private Judged judged(Attempt attempt, String token, Registration at) {
        try {
            return tokens.judge(token, at.provider());
        } catch (ProblemException away) {
            attempts.wasNone(attempt);
            throw away;
        }
    }

    private Heard refused(Attempt attempt, String tenant, String reason, Client from) {
        attempts.wasWrong(attempt);
        denials.fire(new Denial(tenant, "", "endProviderSession", reason, from.address()));
        return new Heard.Refused();
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
