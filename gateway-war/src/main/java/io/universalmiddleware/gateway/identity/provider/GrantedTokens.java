package io.universalmiddleware.gateway.identity.provider;

import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows the access tokens that applications got, whatever else those are for. */
@ApplicationScoped
public class GrantedTokens {
    private KeyRing keys;
    private Revocations revocations;
    private String issuer;
    private Clock clock;
    private volatile Known known;

    /** What verifies tokens by keys; the ring's list is another one once its keys have changed. */
    private record Known(List<JWK> keys, TokenVerifier verifier) {}

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected GrantedTokens() {}

    @Inject
    public GrantedTokens(KeyRing keys, Revocations revocations, TokenSettings tokens, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.issuer = tokens.own();
        this.clock = clock;
        this.known = known(keys.published());
    }

    /** Whom a token names, for whom an application got it; empty if it does not count now. */
    public Optional<Identity> identify(String token) {
        return verifier().verify(token) instanceof Verdict.Valid valid && !revocations.covers(valid.identity())
                ? Optional.of(valid.identity())
                : Optional.empty();
    }

    private TokenVerifier verifier() {
        List<JWK> published = keys.published();
        Known present = known;
        if (present.keys() != published) {
            present = known(published);
            known = present;
        }
        return present.verifier();
    }

    private Known known(List<JWK> published) {
        TokenVerifier verifier =
                new TokenVerifier(List.of(), issuer, Set.of(ApplicationTokens.userInfo(issuer)), clock);
        verifier.publish(published);
        return new Known(published, verifier);
    }
}
