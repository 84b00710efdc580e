package io.universalmiddleware.gateway.identity.administration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds, changes and removes applications. Each act is a transaction, its row in the audit included; what one was let in to that may less
 * than before, or is kept out, ends with the same commit. Of a secret a hash is kept alone.
 */
@ApplicationScoped
public class AdministeringApplications {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTHING = "{}";

    private ApplicationRepository applications;
    private ClientSecretRepository secrets;
    private GrantRepository grants;
    private Journal journal;
    private IdentitySettings settings;

    /** An application. @param secret that nobody is told again; null of one that has none */
    public record Made(Application application, @Nullable OpaqueToken secret) {}

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AdministeringApplications() {}

    @Inject
    public AdministeringApplications(
            ApplicationRepository applications,
            ClientSecretRepository secrets,
            GrantRepository grants,
            Journal journal,
            IdentitySettings settings) {
        this.applications = applications;
        this.secrets = secrets;
        this.grants = grants;
        this.journal = journal;
        this.settings = settings;
    }

    /** A page of a tenant's applications in the order of their making. @param after the last of the page before; null for the first page */
    @Transactional
    public List<Application> list(TenantId tenant, @Nullable UUID after, int limit) {
        return applications.list(tenant, after, limit);
    }

    /** @param tenant whose applications alone are found; null for all */
    @Transactional
    public Optional<Application> find(UUID id, @Nullable String tenant) {
        return applications.find(id).filter(found -> Managed.isOf(found.client().tenant(), tenant));
    }

    /** Makes an application; empty if its tenant has a client of that name. @param actor {@code tenant/user} */
    @Transactional
    public Optional<Made> make(String actor, Application application) {
        if (!applications.add(application)) {
            return Optional.empty();
        }
        note(application, actor, "create-application", NOTHING, told(application));
        return Optional.of(new Made(
                application,
                application.confidential()
                        ? secret(application, application.client().createdAt(), Duration.ZERO)
                        : null));
    }

    /** @param actor {@code tenant/user} @param tenant whose applications alone are found; null for all */
    @Transactional
    public Optional<Application> change(
            String actor, UUID id, @Nullable String tenant, ApplicationChange change, Instant now) {
        return locked(id, tenant).map(before -> {
            Application after = change.of(before, now);
            applications.change(after);
            note(after, actor, "change-application", told(before), told(after));
            if (!after.isAlive(now)
                    || !after.client().scopes().containsAll(before.client().scopes())) {
                grants.endOfClient(id, now, settings.over(now));
            }
            return after;
        });
    }

    /**
     * Gives an application another secret; empty if there is none that keeps one.
     *
     * @param overlap for how long the one before counts too
     * @param tenant as in {@link #change}
     */
    @Transactional
    public Optional<Made> rotate(String actor, UUID id, @Nullable String tenant, Duration overlap, Instant now) {
        Optional<Application> found = locked(id, tenant).filter(Application::confidential);
        found.ifPresent(application -> note(application, actor, "rotate-application", NOTHING, NOTHING));
        return found.map(application -> new Made(application, secret(application, now, overlap)));
    }

    /** Removes an application: whether there was one. @param tenant as in {@link #change} */
    @Transactional
    public boolean remove(String actor, UUID id, @Nullable String tenant, Instant now) {
        Optional<Application> found = locked(id, tenant);
        found.ifPresent(application -> {
            grants.endOfClient(id, now, settings.over(now));
            applications.remove(id);
            note(application, actor, "delete-application", told(application), NOTHING);
        });
        return found.isPresent();
    }

    private OpaqueToken secret(Application application, Instant now, Duration overlap) {
        OpaqueToken secret = OpaqueToken.generate(AdministeringClients.PREFIX);
        secrets.replace(application.client().id(), secret.hash(), now, now.plus(overlap));
        return secret;
    }

    private Optional<Application> locked(UUID id, @Nullable String tenant) {
        return applications
                .lock(id)
                .filter(application -> Managed.isOf(application.client().tenant(), tenant));
    }

    private void note(Application application, String actor, String action, String before, String after) {
        journal.changed(
                application.client().tenant(),
                actor,
                action,
                "applications/" + application.client().id(),
                before,
                after);
    }

    private static String told(Application application) {
        ObjectNode told =
                JSON.createObjectNode().put("name", application.client().name());
        put(told, "scopes", application.client().scopes().stream().sorted().toList());
        put(told, ApplicationAddresses.REDIRECT, application.redirectUris());
        put(told, ApplicationAddresses.POST_LOGOUT, application.postLogoutRedirectUris());
        return told.put("confidential", application.confidential())
                .put("disabled", application.client().disabled())
                .toString();
    }

    private static void put(ObjectNode told, String field, Collection<String> texts) {
        texts.forEach(told.putArray(field)::add);
    }
}
