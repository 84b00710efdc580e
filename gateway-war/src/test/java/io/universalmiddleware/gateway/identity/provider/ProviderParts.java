package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes;
import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenSettings;
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
    private final GrantedTokens granted;

    /** What issues tokens on a node, and what verifies them there. */
    public record Node(
            AccessTokens access,
            ApplicationTokens applications,
            VerifiedTokens verified,
            KeyRing keys,
            Revocations revocations,
            TokenSettings settings) {}

    /** What users let applications in to, each act in a transaction. */
    public record Users(AuthorizationCodes codes, RefreshingGrants refreshing) {}

    public ProviderParts(
            TestDatabase database,
            Attempts attempts,
            Event<Denial> denials,
            IdentitySettings settings,
            Clock clock,
            Node node,
            Users users) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        AuthenticatingClients clients = new AuthenticatingClients(lookup(), attempts, denials);
        granted = new GrantedTokens(node.keys(), node.revocations(), node.settings(), clock);
        Introspecting introspecting = new Introspecting(node.verified(), granted);
        token = new TokenServlet(
                clients,
                new Granting(clientTokens(), node.access(), clock),
                new ApplicationGranting(users.codes(), users.refreshing(), node.applications(), denials));
        introspection = new IntrospectionServlet(clients, introspecting);
        revocation = new RevocationServlet(clients, introspecting, clientTokens(), users.refreshing());
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

    /** Whom an application's access token names; empty if it does not count. */
    public Optional<Identity> granted(String token) {
        return granted.identify(token);
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

    /** Finds clients, each in a transaction of its own. */
    public ClientLookup lookup() {
        return new ClientLookup() {
            @Override
            public Optional<RegisteredClient> find(ClientCredentials shown) {
                return database.inTransaction(s -> of(s).find(shown));
            }

            @Override
            public Optional<Application> application(UUID id) {
                return database.inTransaction(s -> of(s).application(id));
            }

            @Override
            public Optional<Application> publicApplication(UUID id) {
                return database.inTransaction(s -> of(s).publicApplication(id));
            }

            private ClientLookup of(SqlSession s) {
                return new ClientLookup(
                        new ClientRepository(s), new ClientSecretRepository(s), new ApplicationRepository(s), clock);
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
