package io.universalmiddleware.gateway.identity.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Says what an access token of the platform's own is (RFC 7662) to clients of the tenant that it is of. To others it is none, and another
 * issuer's is none to anybody.
 */
@ApplicationScoped
public class Introspecting {
    private static final List<String> TOLD = List.of(
            "scope",
            "client_id",
            "upn",
            "sub",
            "aud",
            "iss",
            "exp",
            "iat",
            "jti",
            "tenant",
            "groups",
            "sid",
            "acr",
            "auth_time");

    private VerifiedTokens tokens;
    private GrantedTokens granted;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Introspecting() {}

    @Inject
    public Introspecting(VerifiedTokens tokens, GrantedTokens granted) {
        this.tokens = tokens;
        this.granted = granted;
    }

    /** The answer of the introspection endpoint (RFC 7662, section 2.2). */
    Map<String, Object> introspect(RegisteredClient by, String token) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Optional<JWTClaimsSet> claims = claims(by, token);
        answer.put("active", claims.isPresent());
        claims.ifPresent(of -> {
            Map<String, Object> all = of.toJSONObject();
            TOLD.stream().filter(all::containsKey).forEach(name -> answer.put(name, all.get(name)));
            answer.put("token_type", "Bearer");
        });
        return answer;
    }

    /** The id of a token that was issued to a client for itself, if it counts; empty if it is of a session or of another client. */
    Optional<UUID> idOfOwn(RegisteredClient client, String token) {
        return claims(client, token)
                .filter(claims ->
                        claims.getClaim("sid") == null && client.id().toString().equals(claims.getClaim("client_id")))
                .map(JWTClaimsSet::getJWTID)
                .map(UUID::fromString);
    }

    /** The grant of a token that an application got, if it counts. */
    Optional<UUID> grantOfOwn(Application application, String token) {
        String id = application.client().id().toString();
        return claims(application.client(), token)
                .filter(claims -> id.equals(claims.getClaim(ApplicationTokens.APPLICATION)))
                .flatMap(claims -> Identifiers.uuid(String.valueOf(claims.getClaim("sid"))));
    }

    private Optional<JWTClaimsSet> claims(RegisteredClient by, String token) {
        if (granted.identify(token)
                .or(() -> tokens.identify(token).filter(Identity::own))
                .filter(identity -> identity.tenant().equals(by.tenant()))
                .isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedJWT.parse(token).getJWTClaimsSet());
        } catch (ParseException impossible) {
            throw new IllegalStateException("what was verified cannot be read", impossible);
        }
    }
}
