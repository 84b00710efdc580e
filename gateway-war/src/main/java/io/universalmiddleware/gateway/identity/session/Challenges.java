package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.ProofRepository;
import io.universalmiddleware.persistence.identity.ProviderSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The challenges of accounts whose login lacks the second factor alone. A challenge is of one account, counts for five minutes and lets in once;
 * of one that followed a password, another password ends it, and of one that followed a provider's word, the provider. Of it only a hash is kept.
 * Every method runs in the caller's transaction.
 */
@Dependent
public class Challenges {
    private static final String PREFIX = "umc_";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String PROVIDER_CHALLENGE = "provider-challenge";
    /** What a session's user has shown by the time that a challenge is met. */
    private static final Map<String, List<String>> MET =
            Map.of(WritingToOwners.CHALLENGE, Sessions.TWO_FACTORS, PROVIDER_CHALLENGE, List.of("fed", "otp", "mfa"));

    private final ProofRepository proofs;
    private final ProviderSessions providers;
    private final Clock clock;

    @Inject
    public Challenges(ProofRepository proofs, ProviderSessions providers, Clock clock) {
        this.proofs = proofs;
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * A challenge that was met.
     *
     * @param methods by which its user has shown who they are
     * @param by what a provider knows the login by; empty if it began with a password
     */
    record Met(List<String> methods, Optional<ProviderSession> by) {}

    /** A challenge that follows a right password. */
    Outcome afterPassword(Account account) {
        return given(account, WritingToOwners.CHALLENGE, OpaqueToken.generate(PREFIX));
    }

    /** A challenge that follows a provider's word. */
    Outcome afterProvider(Account account, ProviderLogin by) {
        OpaqueToken challenge = OpaqueToken.generate(PREFIX);
        Outcome given = given(account, PROVIDER_CHALLENGE, challenge);
        providers.waits(challenge.hash(), by);
        return given;
    }

    /** Whose challenge it is; empty if it does not count. */
    Optional<UUID> owner(String challenge) {
        byte[] hash = new OpaqueToken(challenge).hash();
        return MET.keySet().stream()
                .flatMap(purpose -> proofs.find(hash, purpose, clock.instant()).stream())
                .findFirst();
    }

    /** Uses it up; empty if it does not count. */
    Optional<Met> take(String challenge) {
        byte[] hash = new OpaqueToken(challenge).hash();
        Optional<ProviderSession> by = providers.waiting(hash);
        return MET.entrySet().stream()
                .filter(kind ->
                        proofs.take(hash, kind.getKey(), clock.instant()).isPresent())
                .map(kind -> new Met(kind.getValue(), by))
                .findFirst();
    }

    private Outcome given(Account account, String purpose, OpaqueToken challenge) {
        proofs.addBeside(
                challenge.hash(), account.id(), purpose, clock.instant().plus(LIFE));
        return new Outcome.Challenged(challenge, LIFE);
    }
}
