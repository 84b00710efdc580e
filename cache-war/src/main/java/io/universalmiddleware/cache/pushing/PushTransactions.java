package io.universalmiddleware.cache.pushing;

import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What pushing needs of PostgreSQL, each in a transaction of its own. */
@ApplicationScoped
public class PushTransactions {
    private ViewRepository rows;
    private TimelineRepository timeline;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PushTransactions() {}

    @Inject
    public PushTransactions(ViewRepository rows, TimelineRepository timeline) {
        this.rows = rows;
        this.timeline = timeline;
    }

    /** The rows that exist, as last committed. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Map<ViewRef, ViewRow> read(Collection<ViewRef> refs) {
        Map<ViewRef, ViewRow> found = new HashMap<>();
        refs.forEach(ref -> rows.find(ref).ifPresent(row -> found.put(ref, row)));
        return found;
    }

    /** Writes timeline entries. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void save(List<TimelineEntry> entries) {
        timeline.addAll(entries);
    }
}
