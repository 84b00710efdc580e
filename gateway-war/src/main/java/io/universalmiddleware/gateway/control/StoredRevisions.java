package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.control.Held.Stated;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.configuration.NodeRepository;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions in PostgreSQL. */
@ApplicationScoped
public class StoredRevisions implements RevisionSource {
    private EntryRepository entries;
    private RevisionRepository revisions;
    private NodeRepository nodes;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoredRevisions() {}

    @Inject
    StoredRevisions(EntryRepository entries, RevisionRepository revisions, NodeRepository nodes) {
        this.entries = entries;
        this.revisions = revisions;
        this.nodes = nodes;
    }

    /** The number is read first, so that what is committed meanwhile is told again by {@link #after}. */
    @Override
    @Transactional
    public Standing standing() {
        long number = revisions.last();
        return new Standing(
                number,
                entries.all(null).stream()
                        .map(entry -> new Stated(entry.id(), entry.kind(), entry.document()))
                        .toList());
    }

    @Override
    @Transactional
    public long last() {
        return revisions.last();
    }

    @Override
    @Transactional
    public List<Revision> after(long number, int limit) {
        return revisions.after(number, limit);
    }

    @Override
    @Transactional
    public int report(String node, long revision, @Nullable String problem, Instant startedAt) {
        nodes.report(node, revision, problem, startedAt);
        nodes.forget();
        return nodes.live();
    }

    @Override
    @Transactional
    public void leave(String node) {
        nodes.remove(node);
    }
}
