package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Difference;
import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Change;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as one document: told, and put in the place of what stands.
 *
 * <p>A document has a list for each kind. It stands for all of its scope, which is one tenant's entries or everything: what it leaves out is
 * removed. All of it comes into force in one revision, or nothing does. What touches a provider, a role or an API key takes the second factor,
 * as it does at these themselves.
 */
@ApplicationScoped
public class ApplyingConfiguration {
    private EntryRepository entries;
    private RevisionRepository revisions;
    private Committing committing;
    private Clock clock;
    private ProvingPresence presence;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ApplyingConfiguration() {}

    @Inject
    ApplyingConfiguration(
            EntryRepository entries,
            RevisionRepository revisions,
            Committing committing,
            Clock clock,
            ProvingPresence presence) {
        this.entries = entries;
        this.revisions = revisions;
        this.committing = committing;
        this.clock = clock;
        this.presence = presence;
    }

    /** The configuration of a scope, as {@link #apply} takes it. @param tenant only its entries; null stands for everything */
    @Transactional
    public Exported export(@Nullable String tenant) {
        long revision = revisions.last();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (Kind kind : Kind.values()) {
            document.putArray(kind.plural());
        }
        entries.all(tenant).stream()
                .sorted(Comparator.comparing(Entry::key))
                .forEach(entry -> ((ArrayNode) document.path(entry.kind())).add(entry.document()));
        return new Exported(revision, document);
    }

    /**
     * Puts a document in the place of what stands in its scope.
     *
     * @param dryRun tells the outcome, and changes nothing
     */
    @Transactional
    public Outcome apply(
            Administrator by,
            @Nullable String tenant,
            ObjectNode document,
            @Nullable String note,
            @Nullable String ifMatch,
            boolean dryRun) {
        List<Draft> named = read(by, tenant, document);
        revisions.lock();
        Precondition.check(ifMatch, revisions.last());
        Map<String, Entry> standing = entries.all(tenant).stream()
                .collect(Collectors.toMap(Entry::key, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        List<Draft> drafts = beside(named, standing);
        standing.values()
                .forEach(entry ->
                        Kind.ofPlural(entry.kind()).ifPresent(kind -> drafts.add(Draft.removing(kind, entry))));
        return commit(by, tenant == null ? "apply" : "apply to tenant " + tenant, note, drafts, dryRun);
    }

    /**
     * Makes everything what it was as of a revision, but for what lets callers in: an API key that was deleted, revoked or rotated since
     * stays so, and a provider that was deleted. Empty if there was none of this number.
     */
    @Transactional
    public Optional<Outcome> rollBack(Administrator by, long number, @Nullable String note, boolean dryRun) {
        revisions.lock();
        if (number < 0 || number > revisions.last()) {
            return Optional.empty();
        }
        Map<UUID, Change> first = new LinkedHashMap<>();
        for (long at = number; ; ) {
            List<Revision> next = revisions.after(at, 500);
            if (next.isEmpty()) {
                break;
            }
            next.forEach(revision -> revision.changes().forEach(change -> first.putIfAbsent(change.id(), change)));
            at = next.get(next.size() - 1).number();
        }
        List<Draft> drafts = new ArrayList<>();
        Violations violations = new Violations();
        for (Change change : first.values()) {
            Kind kind = Kind.ofPlural(change.kind()).orElseThrow();
            @Nullable Entry now = entries.find(change.kind(), change.id()).orElse(null);
            @Nullable ObjectNode then = then(kind, change, now);
            if (then == null && now != null) {
                drafts.add(Draft.removing(kind, now));
            } else if (then != null && (now == null || !Difference.none(now.document(), then))) {
                drafts.add(Draft.of(kind, change.id(), now, then, violations));
            }
        }
        Refusing.ifAny(violations);
        return Optional.of(commit(by, "roll back to " + number, note, drafts, dryRun));
    }

    /** What the entry was before the change; an API key or a provider gets back nothing that would let in again whom its removal kept out. */
    private static @Nullable ObjectNode then(Kind kind, Change change, @Nullable Entry now) {
        @Nullable JsonNode before = change.before();
        if (before == null || (now == null && (kind == Kind.API_KEY || kind == Kind.PROVIDER))) {
            return null;
        }
        ObjectNode then = before.deepCopy();
        return kind == Kind.API_KEY && now != null ? Secrets.asTheyAre(then, now) : then;
    }

    /** A configuration, and the revision as of which it is. */
    public record Exported(long revision, ObjectNode document) {}

    /** What was changed, or would be; no changes if all was so already. */
    public record Outcome(Revision revision, boolean dryRun) {}

    private Outcome commit(Administrator by, String action, @Nullable String note, List<Draft> drafts, boolean dryRun) {
        if (drafts.isEmpty()) {
            Instant now = clock.instant();
            return new Outcome(new Revision(revisions.last(), now, by.actor(), action, note, List.of()), dryRun);
        }
        if (drafts.stream().anyMatch(draft -> ProvingPresence.guards(draft.kind()))) {
            presence.require();
        }
        Outcome outcome = new Outcome(committing.commit(by, action, note, drafts), dryRun);
        if (dryRun) {
            throw new DryRunException(outcome);
        }
        return outcome;
    }

    /** What the document names, whatever stands: an entry each, as if it were new. */
    private List<Draft> read(Administrator by, @Nullable String tenant, ObjectNode document) {
        Violations violations = new Violations();
        Map<String, String> named = new HashMap<>();
        List<Draft> drafts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : document.properties()) {
            Optional<Kind> kind = Kind.ofPlural(part.getKey());
            String at = Pointer.field("", part.getKey());
            if (kind.isEmpty()) {
                violations.add(at, "unknown field");
            } else if (!part.getValue().isArray() && !part.getValue().isNull()) {
                violations.add(at, "expected a list");
            } else {
                int i = 0;
                for (JsonNode item : part.getValue()) {
                    String where = Pointer.item(at, i++);
                    if (item instanceof ObjectNode given) {
                        drafts.add(read(by, tenant, kind.get(), given, where, named, violations));
                    } else {
                        violations.add(where, "expected an object");
                    }
                }
            }
        }
        Refusing.ifAny(violations);
        return drafts;
    }

    private Draft read(
            Administrator by,
            @Nullable String tenant,
            Kind kind,
            ObjectNode given,
            String at,
            Map<String, String> named,
            Violations violations) {
        ObjectNode after = Shape.completed(kind, given.deepCopy());
        Violations found = new Violations();
        UUID id = Uuid7.next(clock);
        Definition definition = kind.read(id, after, found);
        boolean foreign = tenant != null && !tenant.equals(definition.tenant()) || !by.manages(definition.tenant());
        if (foreign && found.isEmpty()) {
            found.add(kind == Kind.TENANT ? "/slug" : "/tenant", "is not in the document's scope");
        }
        @Nullable String twice = named.putIfAbsent(definition.key(), at);
        if (twice != null) {
            found.add(kind == Kind.TENANT ? "/slug" : "/name", "is that of " + twice + " too");
        }
        found.list().forEach(violation -> violations.add(at + violation.pointer(), violation.message()));
        return new Draft(kind, id, null, after, definition, at);
    }

    /** Of what is named, what is not so already; takes what is named out of what stands. */
    private static List<Draft> beside(List<Draft> named, Map<String, Entry> standing) {
        Violations violations = new Violations();
        List<Draft> drafts = new ArrayList<>();
        for (Draft draft : named) {
            ObjectNode after = Objects.requireNonNull(draft.after());
            Definition definition = Objects.requireNonNull(draft.definition());
            @Nullable Entry before = standing.remove(definition.key());
            if (draft.kind() == Kind.API_KEY && !after.has(Secrets.FIELD)) {
                if (before == null) {
                    violations.add(
                            draft.at() + "/" + Secrets.FIELD,
                            "is required: a key whose secret somebody is to know is made at /api-keys");
                } else {
                    after.set(Secrets.FIELD, before.document().path(Secrets.FIELD));
                    definition = draft.kind().read(before.id(), after, violations);
                }
            }
            if (before == null || !Difference.none(before.document(), after)) {
                UUID id = before == null ? draft.id() : before.id();
                drafts.add(new Draft(draft.kind(), id, before, after, definition, draft.at()));
            }
        }
        Refusing.ifAny(violations);
        return drafts;
    }
}
