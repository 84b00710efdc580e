package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds entries. What is not the administrator's is not found. */
@ApplicationScoped
public class FindingEntries {
    private EntryRepository entries;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FindingEntries() {}

    @Inject
    FindingEntries(EntryRepository entries) {
        this.entries = entries;
    }

    /**
     * The entry of an id; of a tenant, of its slug too.
     *
     * @throws io.universalmiddleware.contracts.problem.ProblemException if there is none (404)
     */
    @Transactional
    public Entry find(Administrator by, Kind kind, String id) {
        return uuid(id).flatMap(uuid -> entries.find(kind.plural(), uuid))
                .or(() ->
                        kind == Kind.TENANT && TenantId.isValid(id) ? entries.find(kind.key(id, id)) : Optional.empty())
                .filter(entry -> by.manages(entry.tenant()))
                .orElseThrow(() -> Refusing.notFound(kind, id));
    }

    /** A page, and one entry more if there is a further one. */
    @Transactional
    public List<EntryQuery.Placed> list(EntryQuery query) {
        return entries.list(query);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
