package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.definition.ApiKeyDefinition;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Difference;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes one entry at a time. Each change is a revision of its own, committed when the method returns through the bean's
 * proxy; what changes nothing is none.
 *
 * <p>An entry that is not the administrator's is not found.
 */
@ApplicationScoped
public class ChangingEntries {
    private EntryRepository entries;
    private RevisionRepository revisions;
    private FindingEntries finding;
    private Committing committing;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ChangingEntries() {}

    @Inject
    ChangingEntries(
            EntryRepository entries,
            RevisionRepository revisions,
            FindingEntries finding,
            Committing committing,
            Clock clock) {
        this.entries = entries;
        this.revisions = revisions;
        this.finding = finding;
        this.committing = committing;
        this.clock = clock;
    }

    /** A new entry of a document; of an API key's, with a first secret that only the answer shows. */
    @Transactional
    Changed create(Administrator by, Kind kind, ObjectNode given) {
        return create(by, kind, given, new Violations());
    }

    /** The same. @param violations what is wrong with the request already */
    @Transactional
    Changed create(Administrator by, Kind kind, ObjectNode given, Violations violations) {
        ObjectNode document = Shape.created(kind, given, violations);
        @Nullable NewSecret secret = null;
        if (kind == Kind.API_KEY) {
            secret = NewSecret.generate();
            document.putArray(Secrets.FIELD).add(secret.kept());
        }
        Draft draft = Draft.of(kind, Uuid7.next(clock), null, document, violations);
        if (draft.definition() instanceof ApiKeyDefinition key && key.hasEnded(clock.instant())) {
            violations.add("/expiresAt", "is in the past");
        }
        Refusing.ifAny(violations);
        revisions.lock();
        return commit(by, "create", draft, secret);
    }

    /** The entry with another document in the place of its own. */
    @Transactional
    Changed replace(Administrator by, Kind kind, String id, ObjectNode given, @Nullable String ifMatch) {
        return change(
                by,
                kind,
                id,
                ifMatch,
                "replace",
                (before, violations) -> Shape.replaced(kind, before, given, violations));
    }

    /** The entry with a merge patch on its document. */
    @Transactional
    Changed patch(Administrator by, Kind kind, String id, ObjectNode patch, @Nullable String ifMatch) {
        return change(
                by, kind, id, ifMatch, "patch", (before, violations) -> Shape.patched(kind, before, patch, violations));
    }

    /** The revision without the entry. */
    @Transactional
    long delete(Administrator by, Kind kind, String id, @Nullable String ifMatch) {
        revisions.lock();
        Entry before = finding.find(by, kind, id);
        Precondition.check(ifMatch, before.revision());
        return committing
                .commit(
                        by,
                        action("delete", kind, before.tenant(), before.name()),
                        null,
                        List.of(Draft.removing(kind, before)))
                .number();
    }

    /** The API key with a new secret, which only the answer shows; those it has end after the overlap. */
    @Transactional
    Changed rotate(Administrator by, String id, ObjectNode request, @Nullable String ifMatch) {
        NewSecret secret = NewSecret.generate();
        Changed changed = change(
                by,
                Kind.API_KEY,
                id,
                ifMatch,
                "rotate",
                (before, violations) -> Secrets.rotated(before, request, secret, clock.instant(), violations));
        return new Changed(changed.entry(), changed.revision(), secret);
    }

    /** The API key without any secret, and disabled. */
    @Transactional
    Changed revoke(Administrator by, String id, @Nullable String ifMatch) {
        return change(by, Kind.API_KEY, id, ifMatch, "revoke", (before, violations) -> Secrets.revoked(before));
    }

    /**
     * A changed entry.
     *
     * @param revision the one that the change made; that of the entry if there was nothing to change
     * @param secret if it has a new one
     */
    record Changed(Entry entry, long revision, @Nullable NewSecret secret) {}

    private Changed change(
            Administrator by,
            Kind kind,
            String id,
            @Nullable String ifMatch,
            String verb,
            BiFunction<Entry, Violations, ObjectNode> becoming) {
        Draft draft = drafted(kind, finding.find(by, kind, id), becoming);
        revisions.lock();
        Entry before = finding.find(by, kind, id);
        Precondition.check(ifMatch, before.revision());
        if (before.revision() != Objects.requireNonNull(draft.before()).revision()) {
            draft = drafted(kind, before, becoming);
        }
        if (Difference.none(before.document(), Objects.requireNonNull(draft.after()))) {
            return new Changed(before, before.revision(), null);
        }
        return commit(by, verb, draft, null);
    }

    /** Reads before the lock what takes long to read; again only if somebody changed the entry meanwhile. */
    private static Draft drafted(Kind kind, Entry before, BiFunction<Entry, Violations, ObjectNode> becoming) {
        Violations violations = new Violations();
        Draft draft = Draft.of(kind, before.id(), before, becoming.apply(before, violations), violations);
        Refusing.ifAny(violations);
        return draft;
    }

    private Changed commit(Administrator by, String verb, Draft draft, @Nullable NewSecret secret) {
        Definition definition = Objects.requireNonNull(draft.definition());
        long revision = committing
                .commit(by, action(verb, draft.kind(), definition.tenant(), definition.name()), null, List.of(draft))
                .number();
        Entry entry = entries.find(draft.kind().plural(), draft.id()).orElseThrow();
        return new Changed(entry, revision, secret);
    }

    private static String action(String verb, Kind kind, String tenant, String name) {
        return verb
                + ' '
                + kind.singular()
                + ' '
                + (kind == Kind.TENANT || tenant.isEmpty() ? name : tenant + '/' + name);
    }
}
