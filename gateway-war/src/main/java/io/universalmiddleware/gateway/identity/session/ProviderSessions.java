package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.ProviderSession;
import io.universalmiddleware.persistence.identity.ProviderSessionRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What providers know the sessions by that they let in, for as long as a session goes on. The ID token is kept sealed, to be shown to nobody but
 * its provider, and not at all if it is too long for a URL. Every method runs in the caller's transaction.
 */
@Dependent
public class ProviderSessions {
    private static final String PURPOSE = "provider-id-token";
    private static final int LONGEST_TOKEN = 4_096;

    private final ProviderSessionRepository kept;
    private final Sealing sealing;

    @Inject
    public ProviderSessions(ProviderSessionRepository kept, Sealing sealing) {
        this.kept = kept;
        this.sealing = sealing;
    }

    /** A session has begun by a provider's login. */
    void begun(UUID session, ProviderLogin by) {
        kept.add(session, sealed(by));
    }

    /** A session has begun by a login that waited. */
    void begun(UUID session, ProviderSession waited) {
        kept.add(session, waited);
    }

    /** A provider's login waits for the second factor. @param challenge the hash of what it waits with */
    void waits(byte[] challenge, ProviderLogin by) {
        kept.addWaiting(challenge, sealed(by));
    }

    /** What a login that waits will be known by; empty if no provider has to do with it. */
    Optional<ProviderSession> waiting(byte[] challenge) {
        return kept.waiting(challenge);
    }

    /**
     * What a provider knows a session by that has ended.
     *
     * @param idToken its word then; empty if it is not kept
     */
    public record Known(UUID provider, String issuer, String subject, Optional<String> idToken) {
        /** Without the token. */
        @Override
        public String toString() {
            return "session of " + issuer;
        }
    }

    /** A session has ended: what the provider knows it by, which is forgotten; empty if no provider let it in. */
    public Optional<Known> end(UUID session) {
        return kept.take(session)
                .map(ended -> new Known(ended.provider(), ended.issuer(), ended.subject(), opened(ended)));
    }

    private Optional<String> opened(ProviderSession ended) {
        return Optional.ofNullable(ended.idToken())
                .flatMap(token -> sealing.open(
                        PURPOSE, name(ended.provider(), ended.issuer(), ended.subject(), ended.sid()), token))
                .map(token -> new String(token, StandardCharsets.US_ASCII));
    }

    private ProviderSession sealed(ProviderLogin by) {
        byte @Nullable [] token = by.idToken().length() > LONGEST_TOKEN
                ? null
                : sealing.seal(
                        PURPOSE,
                        name(by.provider(), by.issuer(), by.subject(), by.sid()),
                        by.idToken().getBytes(StandardCharsets.US_ASCII));
        return new ProviderSession(by.provider(), by.issuer(), by.subject(), by.sid(), token);
    }

    /** What a token is sealed for: another user's, or another issuer's, does not open. */
    private static String name(UUID provider, String issuer, String subject, @Nullable String sid) {
        return provider + "\n" + issuer + '\n' + subject + '\n' + (sid == null ? "" : sid);
    }
}
