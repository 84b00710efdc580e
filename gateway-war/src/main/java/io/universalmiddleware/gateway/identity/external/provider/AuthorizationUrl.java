package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import java.net.URI;

/** Where a browser is sent to log in (OpenID Connect Core 1.0, section 3.1.2.1), with PKCE by S256 (RFC 7636). */
public final class AuthorizationUrl {
    private final AskingProviders providers;

    public AuthorizationUrl(AskingProviders providers) {
        this.providers = providers;
    }

    /**
     * What a provider is asked besides who its user is. Whether it heeds that is its own word.
     *
     * @param again whether the user is to log in anew ({@code prompt=login})
     * @param choice whether the user is to choose among accounts ({@code prompt=select_account})
     * @param hint of whom the user may log in as ({@code login_hint}); empty if there is none
     */
    public record Wishes(boolean again, boolean choice, String hint) {
        public static final Wishes NONE = new Wishes(false, false, "");

        private Prompt prompt() {
            Prompt prompt = new Prompt();
            if (again) {
                prompt.add(Prompt.Type.LOGIN);
            }
            if (choice) {
                prompt.add(Prompt.Type.SELECT_ACCOUNT);
            }
            return prompt;
        }
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 503 if the provider's metadata is not known now */
    public URI of(ProviderDefinition provider, String redirectUri, LoginTicket ticket, Wishes wishes) {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(provider.scopes().stream().sorted().toArray(String[]::new)),
                        new ClientID(provider.clientId()),
                        URI.create(redirectUri))
                .endpointURI(providers.metadata(provider.issuer()).authorization())
                .state(new State(ticket.state()))
                .nonce(new Nonce(ticket.nonce()))
                .codeChallenge(new CodeVerifier(ticket.verifier()), CodeChallengeMethod.S256);
        Prompt prompt = wishes.prompt();
        if (!prompt.isEmpty()) {
            request.prompt(prompt);
        }
        if (!wishes.hint().isEmpty()) {
            request.loginHint(wishes.hint());
        }
        return request.build().toURI();
    }
}
