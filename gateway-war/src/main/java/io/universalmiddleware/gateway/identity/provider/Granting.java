package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.provider.ClientTokens.Outcome;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Grants clients tokens for themselves (RFC 6749, section 4.4): with the roles that they have, and the scopes that they ask for. */
@ApplicationScoped
public class Granting {
    private ClientTokens begun;
    private AccessTokens tokens;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Granting() {}

    @Inject
    public Granting(ClientTokens begun, AccessTokens tokens, Clock clock) {
        this.begun = begun;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The answer of the token endpoint (RFC 6749, section 5.1), without a refresh token.
     *
     * @param scope those asked for, separated by spaces; empty for all that the client has
     */
    Map<String, Object> grant(RegisteredClient client, Optional<String> scope) {
        scopes(client, scope);
        Outcome outcome = begun.begin(client.id());
        if (outcome instanceof Outcome.TooMany tooMany) {
            throw OAuthException.tooMany(tooMany.again());
        }
        if (!(outcome instanceof Outcome.Begun token)) {
            throw ClientCredentials.unknown();
        }
        Set<String> scopes = scopes(token.client(), scope);
        String text = tokens.issue(token.client(), token.token(), scopes, token.expires())
                .orElseThrow(() -> new OAuthException(Code.TEMPORARILY_UNAVAILABLE, "No key can sign now."));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", text);
        answer.put("token_type", "Bearer");
        answer.put(
                "expires_in", Duration.between(clock.instant(), token.expires()).toSeconds());
        if (!scopes.isEmpty()) {
            answer.put("scope", String.join(" ", scopes));
        }
        return answer;
    }

    private static Set<String> scopes(RegisteredClient client, Optional<String> asked) {
        Set<String> scopes = new TreeSet<>(
                asked.<Collection<String>>map(text -> Arrays.asList(text.strip().split(" +")))
                        .orElseGet(client::scopes));
        if (!client.scopes().containsAll(scopes)) {
            throw new OAuthException(Code.INVALID_SCOPE, "The client has no such scope.");
        }
        return scopes;
    }
}
