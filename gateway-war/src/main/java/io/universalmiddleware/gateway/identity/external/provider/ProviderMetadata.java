package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.universalmiddleware.gateway.definition.ProviderUris;
import io.universalmiddleware.gateway.network.AddressGuard;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says about itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param issuer as it is configured, and no other
 * @param endSession where its own sessions end (OpenID Connect RP-Initiated Logout 1.0, section 2.1); null if it names no such place
 * @param namesIssuer whether its answers have {@code iss} (RFC 9207)
 * @param takesBasic whether clients show their secret by HTTP Basic; else in the form
 */
public record ProviderMetadata(
        String issuer,
        URI authorization,
        URI token,
        URI jwks,
        @Nullable URI endSession,
        boolean namesIssuer,
        boolean takesBasic) {

    /** @throws ParseException if it is another's, lacks something, or names an endpoint that must not be asked */
    static ProviderMetadata parse(String text, URI issuer, AddressGuard guard) throws ParseException {
        OIDCProviderMetadata said;
        try {
            said = OIDCProviderMetadata.parse(text);
        } catch (GeneralException other) {
            throw new ParseException("no metadata of an OpenID provider", 0);
        }
        if (!said.getIssuer().getValue().equals(issuer.toString())) {
            throw new ParseException("the metadata of another issuer", 0);
        }
        return new ProviderMetadata(
                issuer.toString(),
                checked(said.getAuthorizationEndpointURI(), guard),
                checked(said.getTokenEndpointURI(), guard),
                checked(said.getJWKSetURI(), guard),
                endSession(said.getEndSessionEndpointURI(), guard),
                said.supportsAuthorizationResponseIssuerParam(),
                takesBasic(said.getTokenEndpointAuthMethods()));
    }

    /** A place that nobody may be sent to is none. */
    private static @Nullable URI endSession(@Nullable URI named, AddressGuard guard) {
        return named == null || ProviderUris.refusal(named, guard).isPresent() ? null : named;
    }

    private static URI checked(@Nullable URI endpoint, AddressGuard guard) throws ParseException {
        if (endpoint == null) {
            throw new ParseException("an endpoint is missing", 0);
        }
        Optional<String> refusal = ProviderUris.refusal(endpoint, guard);
        if (refusal.isPresent()) {
            throw new ParseException("an endpoint: " + refusal.get(), 0);
        }
        return endpoint;
    }

    /** It is what a provider takes that says nothing. */
    private static boolean takesBasic(@Nullable List<ClientAuthenticationMethod> methods) {
        return methods == null
                || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                || !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }
}
