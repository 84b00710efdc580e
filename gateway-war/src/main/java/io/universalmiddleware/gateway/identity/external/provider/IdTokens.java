package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.universalmiddleware.gateway.access.Claims;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): signed by a key of the issuer's with an algorithm of public keys, of the issuer,
 * for this client, about this login, not expired; clocks may differ by a minute.
 */
final class IdTokens {
    private static final int LONGEST = 255;

    private final AskingProviders providers;

    IdTokens(AskingProviders providers) {
        this.providers = providers;
    }

    Exchanged judge(JWT token, ProviderDefinition provider, ProviderMetadata metadata, LoginTicket ticket) {
        if (!(token.getHeader() instanceof JWSHeader header)
                || !ProviderKeys.ALGORITHMS.contains(header.getAlgorithm())) {
            return new Exchanged.Refused("the ID token is not signed as it must be");
        }
        ProviderKeys keys = new ProviderKeys(providers.keys(provider.issuer(), metadata.jwks(), header.getKeyID()));
        try {
            JWTClaimsSet claims = new IDTokenValidator(
                            new Issuer(metadata.issuer()), new ClientID(provider.clientId()), keys.selector(), null)
                    .validate(token, new Nonce(ticket.nonce()))
                    .toJWTClaimsSet();
            return named(claims, provider, metadata, token.serialize());
        } catch (BadJOSEException | JOSEException | ParseException | java.text.ParseException refused) {
            return new Exchanged.Refused("the ID token does not count");
        }
    }

    private static Exchanged named(
            JWTClaimsSet claims, ProviderDefinition provider, ProviderMetadata metadata, String token)
            throws java.text.ParseException {
        @Nullable String party = claims.getStringClaim("azp");
        if (party == null ? claims.getAudience().size() > 1 : !party.equals(provider.clientId())) {
            return new Exchanged.Refused("the ID token is of another client");
        }
        if (!isName(claims.getSubject())) {
            return new Exchanged.Refused("the ID token names nobody");
        }
        @Nullable String sid = claims.getStringClaim("sid");
        NamedUser user = new NamedUser(
                metadata.issuer(),
                claims.getSubject(),
                sid != null && isName(sid) ? sid : null,
                Boolean.TRUE.equals(claims.getClaim("email_verified"))
                        ? Optional.ofNullable(claims.getStringClaim("email"))
                        : Optional.empty(),
                provider.groupsClaim() == null ? Set.of() : Claims.names(claims, provider.groupsClaim()));
        return new Exchanged.Named(user, token);
    }

    /** Whether it can be kept and found again: 255 characters at most, none of them a control character. */
    static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }
}
