package io.universalmiddleware.gateway.control;

import io.universalmiddleware.persistence.configuration.NodeRepository;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Reads the revisions, and what each node serves. An administrator sees what became of their tenant's entries alone. */
@ApplicationScoped
public class ReadingHistory {
    private RevisionRepository revisions;
    private NodeRepository nodes;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingHistory() {}

    @Inject
    ReadingHistory(RevisionRepository revisions, NodeRepository nodes) {
        this.revisions = revisions;
        this.nodes = nodes;
    }

    /** Revisions before a number, last first; at most so many. */
    @Transactional
    public List<Revision> list(Administrator by, long before, int limit) {
        return revisions.list(by.onlyTenant(), before, limit);
    }

    /** The revision, if it changed anything that is theirs. */
    @Transactional
    public Optional<Revision> find(Administrator by, long number) {
        return revisions
                .find(number)
                .filter(revision ->
                        by.ofAll() || revision.changes().stream().anyMatch(change -> by.manages(change.tenant())));
    }

    /** Why a node refuses a revision, which may be another tenant's matter, is for those who manage every tenant. */
    @Transactional
    Told.Nodes nodes(Administrator by) {
        return new Told.Nodes(
                revisions.last(),
                nodes.all().stream()
                        .map(node -> new Told.NodeTold(
                                node.node(),
                                node.revision(),
                                by.ofAll() ? node.problem() : null,
                                node.startedAt(),
                                node.at(),
                                node.live()))
                        .toList());
    }
}
