package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.administration.AdministeringApplications;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Secret;
import io.universalmiddleware.gateway.identity.provider.ProviderParts;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
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

    <T> T administering(Function<AdministeringClients, T> work) {
        return identity.inTransaction(u -> work.apply(new AdministeringClients(
                new ClientRepository(u.session()),
                new ClientSecretRepository(u.session()),
                new ClientTokenRepository(u.session()),
                u.journal(),
                identity.settings)));
    }

    Secret client(String name, Set<String> roles, Set<String> scopes) {
        return client(name, roles, scopes, null);
    }

    Secret client(String name, Set<String> roles, Set<String> scopes, @Nullable Instant expiresAt) {
        Instant now = identity.clock.instant();
        RegisteredClient client = new RegisteredClient(
                Uuid7.next(identity.clock), IdentityFixture.TENANT, name, roles, scopes, false, expiresAt, now, now);
        return administering(clients -> clients.make(ADMIN, client)).orElseThrow();
    }

    <T> T applications(Function<AdministeringApplications, T> work) {
        return identity.inTransaction(u -> work.apply(new AdministeringApplications(
                new ApplicationRepository(u.session()),
                new ClientSecretRepository(u.session()),
                new GrantRepository(u.session()),
                u.journal(),
                identity.settings)));
    }

    @Override
    public void close() {
        identity.close();
    }
}
