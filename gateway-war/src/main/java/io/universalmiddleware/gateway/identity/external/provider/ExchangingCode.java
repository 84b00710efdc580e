package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Answered;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Asked;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Exchanges the code of a provider's answer for whom it names (OpenID Connect Core 1.0, section 3.1.3). */
public final class ExchangingCode {
    private final AskingProviders providers;
    private final IdTokens tokens;

    public ExchangingCode(AskingProviders providers) {
        this.providers = providers;
        this.tokens = new IdTokens(providers);
    }

    /**
     * An answer as the browser brought it.
     *
     * @param issuer its {@code iss} (RFC 9207); null if it had none
     */
    public record Answer(String code, @Nullable String issuer) {
        /** Without the code. */
        @Override
        public String toString() {
            return "answer of a provider";
        }
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 503 if the provider cannot be asked now */
    public Exchanged exchange(Registration at, Answer answer, String redirectUri, LoginTicket ticket) {
        ProviderMetadata metadata = providers.metadata(at.provider().issuer());
        if (answer.issuer() == null ? metadata.namesIssuer() : !answer.issuer().equals(metadata.issuer())) {
            return new Exchanged.Refused("the answer is of another issuer");
        }
        HTTPRequest request = request(at, metadata, answer.code(), redirectUri, ticket);
        Answered answered =
                providers.ask(at.provider().issuer(), new Asked(metadata.token(), fields(request), request.getBody()));
        Optional<JWT> token = token(answered);
        return token.isEmpty()
                ? new Exchanged.Refused("the code was not exchanged")
                : tokens.judge(token.get(), at.provider(), metadata, ticket);
    }

    private static HTTPRequest request(
            Registration at, ProviderMetadata metadata, String code, String redirectUri, LoginTicket ticket) {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), URI.create(redirectUri), new CodeVerifier(ticket.verifier()));
        ClientID id = new ClientID(at.provider().clientId());
        TokenRequest.Builder request = at.secret()
                .map(Secret::new)
                .map(secret ->
                        metadata.takesBasic() ? new ClientSecretBasic(id, secret) : new ClientSecretPost(id, secret))
                .map(shown -> new TokenRequest.Builder(metadata.token(), shown, grant))
                .orElseGet(() -> new TokenRequest.Builder(metadata.token(), id, grant));
        return request.build().toHTTPRequest();
    }

    private static Map<String, String> fields(HTTPRequest request) {
        Map<String, String> fields = new HashMap<>();
        request.getHeaderMap().forEach((name, values) -> fields.put(name, String.join(", ", values)));
        fields.put("Accept", "application/json");
        return fields;
    }

    /** The ID token; empty if there is none, whatever the provider says about it. */
    private static Optional<JWT> token(Answered answered) {
        try {
            HTTPResponse response = new HTTPResponse(answered.status());
            response.setContentType("application/json");
            response.setBody(answered.body());
            TokenResponse parsed = OIDCTokenResponseParser.parse(response);
            return parsed instanceof OIDCTokenResponse tokens
                    ? Optional.ofNullable(tokens.getOIDCTokens().getIDToken())
                    : Optional.empty();
        } catch (ParseException other) {
            return Optional.empty();
        }
    }
}
