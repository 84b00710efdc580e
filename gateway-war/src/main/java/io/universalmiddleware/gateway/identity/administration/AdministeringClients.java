package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.persistence.identity.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds, changes and removes registered clients. Each act is a transaction, its row in the audit included; what a client has that may less
 * than before, or is kept out, ends with the same commit. Of a secret a hash is kept alone.
 */
@ApplicationScoped
public class AdministeringClients {
    /** By which people and scanners of secrets know a client's secret. */
    private static final String PREFIX = "ums_";

    private ClientSecretRepository secrets;
    private Journal journal;
    private IdentitySettings settings;

    /** A client. @param secret that nobody is told again; null of one that has none */
    public record Made<C>(C client, @Nullable OpaqueToken secret) {}

    /** A change of a client. */
    @FunctionalInterface
    public interface Change<C> {
        /** @param at when it is changed */
        C of(C before, Instant at);
    }

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AdministeringClients() {}

    @Inject
    public AdministeringClients(ClientSecretRepository secrets, Journal journal, IdentitySettings settings) {
        this.secrets = secrets;
        this.journal = journal;
        this.settings = settings;
    }

    /** A page of a tenant's clients in the order of their making. @param after the last of the page before; null for the first page */
    @Transactional
    public <C> List<C> list(ClientKind<C> kind, TenantId tenant, @Nullable UUID after, int limit) {
        return kind.store().list(tenant, after, limit);
    }

    /** @param tenant whose clients alone are found; null for all */
    @Transactional
    public <C> Optional<C> find(ClientKind<C> kind, UUID id, @Nullable String tenant) {
        return kind.store()
                .find(id)
                .filter(found -> Managed.isOf(kind.client(found).tenant(), tenant));
    }

    /** Makes a client with its first secret; empty if its tenant has one of that name. @param actor {@code tenant/user} */
    @Transactional
    public <C> Optional<Made<C>> make(ClientKind<C> kind, String actor, C client) {
        if (!kind.store().add(client)) {
            return Optional.empty();
        }
        note(kind, client, actor, "create", Map.of(), kind.told(client));
        return Optional.of(
                kind.keepsSecret(client)
                        ? secret(kind, client, kind.client(client).createdAt(), Duration.ZERO)
                        : new Made<>(client, null));
    }

    @Transactional
    public <C> Optional<C> change(ClientKind<C> kind, Edit edit, Change<C> change, Instant now) {
        return locked(kind, edit).map(before -> {
            C after = changed(kind, before, change, now);
            note(kind, after, edit.actor(), "change", kind.told(before), kind.told(after));
            if (kind.client(after).mayLessThan(kind.client(before), now)) {
                kind.end(edit.id(), now, settings.over(now));
            }
            return after;
        });
    }

    /** Gives a client another secret; empty if there is none that keeps one. @param overlap for how long the one before counts too */
    @Transactional
    public <C> Optional<Made<C>> rotate(ClientKind<C> kind, Edit edit, Duration overlap, Instant now) {
        return locked(kind, edit).filter(kind::keepsSecret).map(before -> {
            C after = changed(kind, before, kind::touched, now);
            note(kind, after, edit.actor(), "rotate", Map.of(), Map.of());
            return secret(kind, after, now, overlap);
        });
    }

    /** Removes a client: whether there was one. */
    @Transactional
    public <C> boolean remove(ClientKind<C> kind, Edit edit, Instant now) {
        Optional<C> found = locked(kind, edit);
        found.ifPresent(client -> {
            kind.end(edit.id(), now, settings.over(now));
            kind.store().remove(edit.id());
            note(kind, client, edit.actor(), "delete", kind.told(client), Map.of());
        });
        return found.isPresent();
    }

    private <C> Optional<C> locked(ClientKind<C> kind, Edit edit) {
        return kind.store().lock(edit.id()).filter(found -> {
            RegisteredClient client = kind.client(found);
            return edit.isFor(client.tenant(), client.revision());
        });
    }

    private static <C> C changed(ClientKind<C> kind, C before, Change<C> change, Instant now) {
        C after = change.of(before, Revision.after(kind.client(before).changedAt(), now));
        kind.store().change(after);
        return after;
    }

    private <C> Made<C> secret(ClientKind<C> kind, C client, Instant now, Duration overlap) {
        OpaqueToken secret = OpaqueToken.generate(PREFIX);
        secrets.replace(kind.client(client).id(), secret.hash(), now, now.plus(overlap));
        return new Made<>(client, secret);
    }

    private <C> void note(
            ClientKind<C> kind,
            C of,
            String actor,
            String verb,
            Map<String, Object> before,
            Map<String, Object> after) {
        RegisteredClient client = kind.client(of);
        String action = verb + '-' + kind.name().replace(' ', '-');
        journal.changed(client.tenant(), actor, action, kind.path() + client.id(), before, after);
    }
}
