package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.configuration.Change;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Set;

/** The history of the configuration: its revisions, and the audit's row of each change in them. In the caller's transaction. */
@Dependent
class History {
    /** What was done to an API key is said as such; other acts are told by what became of the entry. */
    private static final Set<String> OWN_WORDS = Set.of("rotate", "revoke");

    private final RevisionRepository revisions;
    private final AuditRepository audit;

    @Inject
    History(RevisionRepository revisions, AuditRepository audit) {
        this.revisions = revisions;
        this.audit = audit;
    }

    /** The number of the last revision; 0 before the first. */
    long last() {
        return revisions.last();
    }

    /** Appends the next revision. The transaction must hold the configuration's lock. */
    void append(Administrator by, Revision revision) {
        revisions.append(revision);
        audit.appendAll(revision.changes().stream()
                .map(change -> new AuditEntry(
                        change.tenant(),
                        revision.at(),
                        by.actor(),
                        verb(revision, change),
                        change.kind() + '/' + change.id(),
                        revision.note(),
                        null,
                        after(revision, change)))
                .toList());
    }

    /** Where to find the documents: the revision has them. */
    private static String after(Revision revision, Change change) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("revision", revision.number())
                .put("name", change.name())
                .put("act", revision.action())
                .toString();
    }

    /** Such as {@code create-route} or {@code revoke-api-key}. */
    private static String verb(Revision revision, Change change) {
        String first = revision.action().split(" ", 2)[0];
        String derived = change.before() == null ? "create" : change.after() == null ? "delete" : "change";
        String kind = Kind.ofPlural(change.kind()).map(Kind::singular).orElse(change.kind());
        return (OWN_WORDS.contains(first) ? first : derived)
                + '-'
                + kind.replace(' ', '-').toLowerCase(Locale.ROOT);
    }
}
