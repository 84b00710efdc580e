package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a browser is sent to end the provider's own session too (OpenID Connect RP-Initiated Logout 1.0, section 2). */
public final class EndSessionUrl {
    private final AskingProviders providers;

    public EndSessionUrl(AskingProviders providers) {
        this.providers = providers;
    }

    /**
     * A session that the provider let somebody in to, and that has ended here.
     *
     * @param subject whose
     * @param idToken the provider's word then; without it the provider asks the user
     */
    public record Left(ProviderDefinition provider, String subject, Optional<String> idToken) {
        /** Without the token. */
        @Override
        public String toString() {
            return "session by " + provider.name();
        }
    }

    /**
     * Where the provider sends the browser afterwards.
     *
     * @param uri one of the provider's, by character; null if it stays there
     * @param state to go with it; null if none is wanted
     */
    public record Return(@Nullable String uri, @Nullable String state) {}

    /** Empty if the provider names no such place, or does not say now what it names. */
    public Optional<URI> of(Left left, Return back) {
        Optional<JWT> hint = left.idToken().flatMap(EndSessionUrl::parsed);
        return endpoint(left.provider())
                .map(endpoint -> new LogoutRequest(
                                endpoint,
                                hint.orElse(null),
                                hint.isPresent() ? null : left.subject(),
                                new ClientID(left.provider().clientId()),
                                back.uri() == null ? null : URI.create(back.uri()),
                                back.uri() == null || back.state() == null ? null : new State(back.state()),
                                null)
                        .toURI());
    }

    private Optional<URI> endpoint(ProviderDefinition provider) {
        try {
            return Optional.ofNullable(providers.metadata(provider.issuer()).endSession());
        } catch (ProblemException away) {
            return Optional.empty();
        }
    }

    private static Optional<JWT> parsed(String token) {
        try {
            return Optional.of(SignedJWT.parse(token));
        } catch (ParseException impossible) {
            return Optional.empty();
        }
    }
}
