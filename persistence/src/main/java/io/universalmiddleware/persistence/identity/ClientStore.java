package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The registered clients of one kind. Every method runs in the caller's transaction. */
public interface ClientStore<C> {
    /** Adds one, unless the tenant has a client of this name: whether it was added. */
    boolean add(C client);

    Optional<C> find(UUID id);

    /** As {@link #find}; until the transaction ends nobody else changes it. */
    Optional<C> lock(UUID id);

    /**
     * A page in the order of their ids, which is that of their making.
     *
     * @param after the last of the page before; null for the first page
     */
    List<C> list(TenantId tenant, @Nullable UUID after, int limit);

    /** Puts what may change of one in the place of what it was. */
    void change(C client);

    /** Removes one with its secrets and what it was let in to. */
    void remove(UUID id);
}
