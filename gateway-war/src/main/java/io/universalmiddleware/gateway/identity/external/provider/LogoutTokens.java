package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.persistence.identity.ProviderLogout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Judges logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6): signed by a key of the issuer's with an algorithm of public keys,
 * of the issuer, for this client, about a logout and no login, issued within the last five minutes and not expired; clocks may differ by a
 * minute. Nothing is fetched for a token that says of itself that it is another's, or old.
 */
public final class LogoutTokens {
    /** For how long at most a token counts once it was issued, clocks that differ included. */
    public static final Duration COUNTS = Duration.ofMinutes(7);

    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final AskingProviders providers;
    private final Clock clock;

    public LogoutTokens(AskingProviders providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** What a token comes to. */
    public sealed interface Judged {
        /** @param jti the token's own name, with which it counts once */
        record Counts(ProviderLogout logout, String jti) implements Judged {}

        /** @param reason for the audit; it quotes nothing that was sent */
        record Refused(String reason) implements Judged {}
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 503 if the provider's keys are not known now */
    public Judged judge(String text, ProviderDefinition provider) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!ProviderKeys.ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
                return new Judged.Refused("the logout token is not signed as it must be");
            }
            JWTClaimsSet said = token.getJWTClaimsSet();
            if (!provider.issuer().toString().equals(said.getIssuer())
                    || !said.getAudience().contains(provider.clientId())) {
                return new Judged.Refused("the logout token is of another issuer or for another client");
            }
            if (!isRecent(said.getIssueTime())) {
                return new Judged.Refused("the logout token is not of now");
            }
            return named(verified(token, provider), provider);
        } catch (BadJOSEException | JOSEException | ParseException | java.text.ParseException refused) {
            return new Judged.Refused("the logout token does not count");
        }
    }

    private JWTClaimsSet verified(SignedJWT token, ProviderDefinition provider)
            throws BadJOSEException, JOSEException, ParseException {
        ProviderMetadata metadata = providers.metadata(provider.issuer());
        ProviderKeys keys = new ProviderKeys(providers.keys(
                provider.issuer(), metadata.jwks(), token.getHeader().getKeyID()));
        return new LogoutTokenValidator(
                        new Issuer(metadata.issuer()), new ClientID(provider.clientId()), keys.selector(), null)
                .validate(token)
                .toJWTClaimsSet();
    }

    private static Judged named(JWTClaimsSet claims, ProviderDefinition provider) throws java.text.ParseException {
        @Nullable String subject = claims.getSubject();
        @Nullable String sid = claims.getStringClaim("sid");
        if (!isNullOrName(subject) || !isNullOrName(sid) || claims.getJWTID().isBlank()) {
            return new Judged.Refused("the logout token names nobody");
        }
        return new Judged.Counts(
                new ProviderLogout(provider.id(), provider.issuer().toString(), subject, sid), claims.getJWTID());
    }

    private static boolean isNullOrName(@Nullable String text) {
        return text == null || IdTokens.isName(text);
    }

    private boolean isRecent(@Nullable Date issued) {
        Instant now = clock.instant();
        return issued != null
                && !issued.toInstant().isAfter(now.plus(SKEW))
                && issued.toInstant().isAfter(now.minus(RECENT).minus(SKEW));
    }
}
