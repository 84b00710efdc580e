package io.universalmiddleware.gateway.identity.grant;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.grant.Grants.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.AuthorizationCode;
import io.universalmiddleware.persistence.identity.AuthorizationCodeRepository;
import io.universalmiddleware.persistence.identity.AuthorizationCodeRepository.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The authorization codes: each counts once within a minute, for the application, the redirect URI and the verifier that it was asked for
 * with, as long as the session goes on (RFC 9700, section 2.1). One that comes again ends the grant that it began. Each act is a transaction.
 */
@ApplicationScoped
public class AuthorizationCodes {
    private static final String PREFIX = "umg_";
    private static final Duration LIFE = Duration.ofMinutes(1);

    private Grants grants;
    private ApplicationRepository applications;
    private AuthorizationCodeRepository codes;
    private RefreshTokens refreshes;

    /** What a code is asked for with. @param challenge that of RFC 7636, by S256 */
    public record Asked(
            String redirectUri,
            Set<String> scopes,
            String challenge,
            @Nullable String nonce) {}

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AuthorizationCodes() {}

    @Inject
    public AuthorizationCodes(
            Grants grants,
            ApplicationRepository applications,
            AuthorizationCodeRepository codes,
            RefreshTokens refreshes) {
        this.grants = grants;
        this.applications = applications;
        this.codes = codes;
        this.refreshes = refreshes;
    }

    /**
     * A code by which an application is let in to what the user of a session may let it, as far as it may ask for that now; empty if it may
     * ask for none of it. Whoever takes something from the application meanwhile finds the grant.
     */
    @Transactional
    public Optional<OpaqueToken> give(UUID application, Proved user, Asked asked) {
        Instant now = grants.clock().instant();
        Set<String> scopes = applications
                .hold(application)
                .filter(held -> held.isAlive(now))
                .map(held -> new HashSet<>(held.client().scopes()))
                .orElseGet(HashSet::new);
        scopes.retainAll(asked.scopes());
        if (scopes.isEmpty()) {
            return Optional.empty();
        }
        ApplicationGrant grant = new ApplicationGrant(
                Uuid7.next(grants.clock()), application, user.session().id(), scopes, null);
        grants.begin(user, grant, now);
        OpaqueToken code = OpaqueToken.generate(PREFIX);
        codes.add(
                code.hash(),
                new AuthorizationCode(
                        grant.id(), asked.redirectUri(), asked.challenge(), asked.nonce(), now.plus(LIFE)));
        return Optional.of(code);
    }

    /** Uses a code up, whatever comes of it. */
    @Transactional
    public Granted exchange(Application application, String code, String redirectUri, String verifier) {
        UUID client = application.client().id();
        Instant now = grants.clock().instant();
        byte[] hash = new OpaqueToken(code).hash();
        Optional<ApplicationGrant> grant = codes.find(hash)
                .flatMap(grants::hold)
                .filter(held -> held.client().equals(client));
        Taken taken = codes.take(hash, now);
        if (taken instanceof Taken.Reused) {
            grant.ifPresent(held -> grants.end(held, application.client().tenant(), "reuse of its code"));
            return new Granted.Refused("the code was used before");
        }
        if (!(taken instanceof Taken.Fresh fresh)) {
            return new Granted.Refused("no such code");
        }
        AuthorizationCode begun = fresh.code();
        if (grant.isEmpty()) {
            return new Granted.Refused("the code is another application's");
        }
        if (!begun.redirectUri().equals(redirectUri) || !isOf(begun.challenge(), verifier)) {
            return new Granted.Refused("another redirect URI or verifier than the code was asked for with");
        }
        Optional<Live> live = grants.use(grant.get());
        return live.<Granted>map(of -> new Granted.Given(
                        of.user().account(),
                        of.user().session(),
                        of.grant(),
                        of.grant().scopes(),
                        begun.nonce(),
                        refreshes.first(of.grant(), now)))
                .orElseGet(() -> new Granted.Refused("the session has ended"));
    }

    /** RFC 7636, section 4.6. */
    private static boolean isOf(String challenge, String verifier) {
        String hashed = Base64.getUrlEncoder().withoutPadding().encodeToString(OpaqueToken.sha256(verifier));
        return MessageDigest.isEqual(
                hashed.getBytes(StandardCharsets.UTF_8), challenge.getBytes(StandardCharsets.UTF_8));
    }
}
