package io.universalmiddleware.persistence.view;

import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.deadletter.Arrival;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.inbox.InboxEntry;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a projection takes from the database and gives back, each with one wait for it. Every method runs in the caller's transaction. */
@Dependent
public class ProjectionRepository {
    private final SqlSession session;
    private final ParkedKeyRepository arrivals;
    private final ViewRepository rows;
    private final TimelineRepository timeline;

    @Inject
    public ProjectionRepository(
            SqlSession session, ParkedKeyRepository arrivals, ViewRepository rows, TimelineRepository timeline) {
        this.session = session;
        this.arrivals = arrivals;
        this.rows = rows;
        this.timeline = timeline;
    }

    /**
     * Takes messages into the inbox and locks rows, in this order, and each in one order for all callers. Call it once in a
     * transaction: a second call could deadlock with another caller's.
     */
    public Taken take(Collection<Arrival> messages, Collection<ViewRef> affected) {
        Statements all = new Statements();
        Answer<List<InboxEntry>> fresh = arrivals.claimAll(all, messages);
        Answer<List<ViewRow>> locked = rows.lockAll(all, affected);
        session.run(all);
        Map<ViewRef, ViewRow> byRef = new LinkedHashMap<>();
        locked.get().forEach(row -> byRef.put(row.ref(), row));
        return new Taken(Set.copyOf(fresh.get()), Collections.unmodifiableMap(byRef));
    }

    /** Saves rows that the transaction has locked, and what is told of them. */
    public void save(Collection<ViewRow> changed, List<TimelineEntry> entries) {
        if (!changed.isEmpty()) {
            Statements all = new Statements();
            rows.saveAll(all, changed);
            timeline.addAll(all, entries);
            session.run(all);
        }
    }

    /**
     * What was taken. Immutable.
     *
     * @param fresh messages that their consumer had not had before, and that wait behind no letter; they are its own now
     * @param locked every row asked for; one that did not exist has version 0 and no body
     */
    public record Taken(Set<InboxEntry> fresh, Map<ViewRef, ViewRow> locked) {}
}
