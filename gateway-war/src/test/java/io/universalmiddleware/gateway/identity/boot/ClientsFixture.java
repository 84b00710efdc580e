package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.Applications;
import io.universalmiddleware.gateway.identity.administration.ClientKind;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.administration.ServiceAccountChange;
import io.universalmiddleware.gateway.identity.administration.ServiceAccounts;
import io.universalmiddleware.gateway.identity.provider.ProviderParts;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The clients of a tenant on a database of a test's own, and a node that serves them. */
final class ClientsFixture implements AutoCloseable {
    static final String ADMIN = "acme/admin";
    static final String GRANT = "grant_type=client_credentials";

    final IdentityFixture identity;
    final TestNode node;
    final ProviderParts provider;

    ClientsFixture(PostgresBackend postgres) {
        identity = new IdentityFixture(postgres);
        node = identity.node();
        provider = new ProviderParts(
                identity.database(),
                identity.attemptsOfTheirOwn(),
                identity.denials,
                identity.settings,
                identity.clock,
                node.endpoints(),
                new ProviderParts.Users(new CodesInTransactions(identity), new GrantsInTransactions(identity)));
    }

    /** What comes of administering service accounts. */
    <T> T administering(Administering<RegisteredClient, T> work) {
        return identity.inTransaction(u -> work.apply(
                clients(u),
                new ServiceAccounts(new ClientRepository(u.session()), new ClientTokenRepository(u.session()))));
    }

    Made<RegisteredClient> client(String name, Set<String> roles, Set<String> scopes) {
        return client(IdentityFixture.TENANT, name, roles, scopes, null);
    }

    Made<RegisteredClient> client(
            TenantId tenant, String name, Set<String> roles, Set<String> scopes, @Nullable Instant expiresAt) {
        Instant now = identity.clock.instant();
        RegisteredClient client = new RegisteredClient(
                Uuid7.next(identity.clock), tenant, name, roles, scopes, false, expiresAt, now, now);
        return this.<Optional<Made<RegisteredClient>>>administering(
                        (clients, kind) -> clients.make(kind, ADMIN, client))
                .orElseThrow();
    }

    void change(Made<RegisteredClient> of, ServiceAccountChange change) {
        Optional<RegisteredClient> changed = administering(
                (clients, kind) -> clients.change(kind, edit(of.client().id()), change::of, identity.clock.instant()));
        assertThat(changed).isPresent();
    }

    /** What a client is answered that asks for a token. */
    Map<String, Object> token(Made<RegisteredClient> by) {
        return token(by, GRANT);
    }

    Map<String, Object> token(Made<RegisteredClient> by, String form) {
        return provider.token(auth(by), form);
    }

    /** Who the token of an answer is of, as the node takes it. */
    Optional<Identity> identity(Map<String, Object> answer) {
        return node.tokens.identify(text(answer));
    }

    /** The token of an answer; empty if there is none. */
    static String text(Map<String, Object> answer) {
        return answer.getOrDefault("access_token", "").toString();
    }

    /** What a client authenticates with (RFC 7617). */
    static String auth(Made<RegisteredClient> of) {
        return ProviderParts.basic(
                of.client().id(), Objects.requireNonNull(of.secret()).text());
    }

    /** What comes of administering applications. */
    <T> T applications(Administering<Application, T> work) {
        return identity.inTransaction(u -> work.apply(
                clients(u),
                new Applications(new ApplicationRepository(u.session()), new GrantRepository(u.session()))));
    }

    /** Work with clients of one kind, in a transaction of its own. */
    @FunctionalInterface
    interface Administering<C, T> {
        T apply(AdministeringClients clients, ClientKind<C> kind);
    }

    private AdministeringClients clients(UseCases in) {
        return new AdministeringClients(new ClientSecretRepository(in.session()), in.journal(), identity.settings);
    }

    /** An edit by an administrator of {@code acme}. */
    static Edit edit(UUID id) {
        return new Edit(ADMIN, id, "acme", null);
    }

    @Override
    public void close() {
        identity.close();
    }
}
