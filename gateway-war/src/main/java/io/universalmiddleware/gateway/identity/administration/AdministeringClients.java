package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds, changes and removes service accounts. Each act is a transaction, its row in the audit included; the tokens of a client that may less
 * than before, or is kept out, end with the same commit. Of a secret a hash is kept alone.
 */
@ApplicationScoped
public class AdministeringClients {
    /** By which people and scanners of secrets know a client's secret. */
    static final String PREFIX = "ums_";

    private static final String NOTHING = "{}";

    private ClientRepository clients;
    private ClientSecretRepository secrets;
    private ClientTokenRepository tokens;
    private Journal journal;
    private IdentitySettings settings;

    /** A client with a secret that nobody is told again. */
    public record Secret(RegisteredClient client, OpaqueToken secret) {}

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AdministeringClients() {}

    @Inject
    public AdministeringClients(
            ClientRepository clients,
            ClientSecretRepository secrets,
            ClientTokenRepository tokens,
            Journal journal,
            IdentitySettings settings) {
        this.clients = clients;
        this.secrets = secrets;
        this.tokens = tokens;
        this.journal = journal;
        this.settings = settings;
    }

    /** A page of a tenant's clients in the order of their making. @param after the last of the page before; null for the first page */
    @Transactional
    public List<RegisteredClient> list(TenantId tenant, @Nullable UUID after, int limit) {
        return clients.list(tenant, after, limit);
    }

    /** @param tenant whose clients alone are found; null for all */
    @Transactional
    public Optional<RegisteredClient> find(UUID id, @Nullable String tenant) {
        return clients.findServiceAccount(id).filter(found -> Managed.isOf(found.tenant(), tenant));
    }

    /** Makes a client with its first secret; empty if its tenant has one of that name. @param actor {@code tenant/user} */
    @Transactional
    public Optional<Secret> make(String actor, RegisteredClient client) {
        if (!clients.add(client)) {
            return Optional.empty();
        }
        note(client, actor, "create-service-account", NOTHING, told(client));
        return Optional.of(secret(client, client.createdAt(), Duration.ZERO));
    }

    /** @param actor {@code tenant/user} @param tenant whose clients alone are found; null for all */
    @Transactional
    public Optional<RegisteredClient> change(
            String actor, UUID id, @Nullable String tenant, ServiceAccountChange change, Instant now) {
        Optional<RegisteredClient> found = locked(id, tenant);
        return found.map(before -> {
            RegisteredClient after = change.of(before, now);
            clients.change(after);
            note(after, actor, "change-service-account", told(before), told(after));
            if (mayLess(before, after, now)) {
                tokens.revokeAll(id, now, settings.over(now));
            }
            return after;
        });
    }

    /** Gives a client another secret. @param overlap for how long the one before counts too @param tenant as in {@link #change} */
    @Transactional
    public Optional<Secret> rotate(String actor, UUID id, @Nullable String tenant, Duration overlap, Instant now) {
        Optional<RegisteredClient> found = locked(id, tenant);
        found.ifPresent(client -> note(client, actor, "rotate-service-account", NOTHING, NOTHING));
        return found.map(client -> secret(client, now, overlap));
    }

    /** Removes a client: whether there was one. @param tenant as in {@link #change} */
    @Transactional
    public boolean remove(String actor, UUID id, @Nullable String tenant, Instant now) {
        Optional<RegisteredClient> found = locked(id, tenant);
        found.ifPresent(client -> {
            tokens.revokeAll(id, now, settings.over(now));
            clients.remove(id);
            note(client, actor, "delete-service-account", told(client), NOTHING);
        });
        return found.isPresent();
    }

    private Secret secret(RegisteredClient client, Instant now, Duration overlap) {
        OpaqueToken secret = OpaqueToken.generate(PREFIX);
        secrets.replace(client.id(), secret.hash(), now, now.plus(overlap));
        return new Secret(client, secret);
    }

    private Optional<RegisteredClient> locked(UUID id, @Nullable String tenant) {
        return clients.lock(id).filter(client -> Managed.isOf(client.tenant(), tenant));
    }

    private static boolean mayLess(RegisteredClient before, RegisteredClient after, Instant now) {
        return !after.isAlive(now)
                || endsSooner(before.expiresAt(), after.expiresAt())
                || !after.roles().containsAll(before.roles())
                || !after.scopes().containsAll(before.scopes());
    }

    private static boolean endsSooner(@Nullable Instant before, @Nullable Instant after) {
        return after != null && (before == null || after.isBefore(before));
    }

    private void note(RegisteredClient client, String actor, String action, String before, String after) {
        journal.changed(client.tenant(), actor, action, "service-accounts/" + client.id(), before, after);
    }

    /** Names, roles and scopes hold neither quotes nor backslashes. */
    private static String told(RegisteredClient client) {
        return "{\"name\":\"" + client.name() + "\",\"roles\":" + list(client.roles()) + ",\"scopes\":"
                + list(client.scopes()) + ",\"disabled\":" + client.disabled()
                + (client.expiresAt() == null ? "" : ",\"expiresAt\":\"" + client.expiresAt() + '"') + '}';
    }

    private static String list(Set<String> texts) {
        return texts.stream().sorted().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
