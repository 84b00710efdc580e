package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** The tenants that have users: those that are configured, and the one that is meant where none is named. */
@ApplicationScoped
public class Tenants {
    /** The field that names a tenant; the edge knows its own tenants by it too. */
    public static final String FIELD = "X-Tenant";

    private EntryRepository entries;
    private IdentitySettings settings;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Tenants() {}

    @Inject
    public Tenants(EntryRepository entries, IdentitySettings settings) {
        this.entries = entries;
        this.settings = settings;
    }

    /**
     * Whose users a request is about.
     *
     * @param named the value of {@code X-Tenant}; null if it has none
     * @throws ProblemException 400 if it is no tenant's name
     */
    public TenantId named(@Nullable String named) {
        if (named == null) {
            return settings.defaultTenant();
        }
        if (!TenantId.isValid(named)) {
            throw Refusals.invalid(FIELD, "expected the slug of a tenant");
        }
        return new TenantId(named);
    }

    /** @throws ProblemException 404 if there is no such tenant */
    @Transactional
    public void require(TenantId tenant) {
        boolean known = tenant.equals(settings.defaultTenant())
                || entries.find(Entry.key(Kind.TENANT.plural(), tenant.value(), tenant.value()))
                        .isPresent();
        if (!known) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such tenant."));
        }
    }
}
