package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of the provider for tests, each act in a transaction as the container would give it. */
public final class ProviderParts {
    private static final Client FROM = new Client("192.0.2.9", "a program");

    private final TestDatabase database;
    private final IdentitySettings settings;
    private final Clock clock;
    private final TokenServlet token;
    private final IntrospectionServlet introspection;
    private final RevocationServlet revocation;

    public ProviderParts(
            TestDatabase database,
            Attempts attempts,
            Event<Denial> denials,
            IdentitySettings settings,
            AccessTokens access,
            VerifiedTokens tokens,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        AuthenticatingClients clients = new AuthenticatingClients(lookup(), attempts, denials);
        Introspecting introspecting = new Introspecting(tokens);
        token = new TokenServlet(clients, new Granting(clientTokens(), access, clock));
        introspection = new IntrospectionServlet(clients, introspecting);
        revocation = new RevocationServlet(clients, introspecting, clientTokens());
    }

    /** What {@code /oauth2/token} answers; a refusal by its {@code error}. */
    public Map<String, Object> token(@Nullable String authorization, String form) {
        return answer(token, authorization, form);
    }

    public Map<String, Object> introspect(@Nullable String authorization, String form) {
        return answer(introspection, authorization, form);
    }

    public Map<String, Object> revoke(@Nullable String authorization, String form) {
        return answer(revocation, authorization, form);
    }

    /** HTTP Basic credentials. */
    public static String basic(UUID client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> answer(OAuthEndpoint endpoint, @Nullable String authorization, String form) {
        try {
            return endpoint.answer(new Sent(Form.parse(form), null, authorization, FROM));
        } catch (OAuthException refused) {
            return Map.of("error", refused.code().name().toLowerCase(Locale.ROOT));
        }
    }

    private ClientLookup lookup() {
        return new ClientLookup() {
            @Override
            public Optional<RegisteredClient> find(ClientCredentials shown) {
                return database.inTransaction(s ->
                        new ClientLookup(new ClientRepository(s), new ClientSecretRepository(s), clock).find(shown));
            }
        };
    }

    private ClientTokens clientTokens() {
        return new ClientTokens() {
            @Override
            public Outcome begin(UUID client) {
                return database.inTransaction(s -> of(s).begin(client));
            }

            @Override
            public void revoke(UUID client, UUID id) {
                database.transact(s -> of(s).revoke(client, id));
            }

            private ClientTokens of(SqlSession s) {
                return new ClientTokens(
                        new ClientRepository(s),
                        new ClientTokenRepository(s),
                        new AttemptRepository(s),
                        settings,
                        clock);
            }
        };
    }
}
