package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.Applications;
import io.universalmiddleware.gateway.identity.administration.ClientKind;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.administration.ServiceAccounts;
import io.universalmiddleware.gateway.identity.provider.ProviderParts;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The clients of a tenant on a database of a test's own, and a node that serves them. */
final class ClientsFixture implements AutoCloseable {
    static final String ADMIN = "acme/admin";

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
