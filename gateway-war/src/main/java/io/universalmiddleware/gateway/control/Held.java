package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Definitions;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Difference;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a node holds, each read once. For one thread.
 *
 * <p>Entries of a kind that this version does not know are passed over; a document that it cannot read makes the whole revision
 * one that it refuses.
 */
final class Held {
    private final Map<UUID, Item> items = new HashMap<>();

    /** An entry as it is held. */
    record Item(UUID id, Kind kind, JsonNode document, Definition definition, Violations violations) {
        static Item read(UUID id, Kind kind, JsonNode document) {
            Violations violations = new Violations();
            return new Item(id, kind, document, kind.read(id, document, violations), violations);
        }
    }

    /** Puts these in the place of all; what is the same as before is not read again. */
    void replaceAll(Collection<Stated> entries) {
        Map<UUID, Item> before = new HashMap<>(items);
        items.clear();
        for (Stated entry : entries) {
            @Nullable Item same = before.get(entry.id());
            if (same != null && Difference.none(same.document(), entry.document())) {
                items.put(entry.id(), same);
            } else {
                put(entry.id(), entry.kind(), entry.document());
            }
        }
    }

    void apply(Change change) {
        @Nullable JsonNode after = change.after();
        if (after == null) {
            items.remove(change.id());
        } else {
            put(change.id(), change.kind(), after);
        }
    }

    /** What is held, in any order. */
    List<Stated> stated() {
        List<Stated> stated = new ArrayList<>(items.size());
        items.values()
                .forEach(item -> stated.add(new Stated(item.id(), item.kind().plural(), item.document())));
        return stated;
    }

    /**
     * All that is held, as of a revision.
     *
     * @throws IllegalArgumentException saying what cannot be read, or does not fit together
     */
    Definitions definitions(long revision) {
        List<Definition> all = new ArrayList<>(items.size());
        for (Item item : items.values()) {
            refuseIfAny(item.definition().key(), item.violations());
            all.add(item.definition());
        }
        Definitions definitions = Definitions.of(revision, all);
        refuseIfAny("", definitions.violations());
        return definitions;
    }

    private void put(UUID id, String kind, JsonNode document) {
        Optional<Kind> known = Kind.ofPlural(kind);
        known.ifPresent(k -> items.put(id, Item.read(id, k, document)));
    }

    private static void refuseIfAny(String key, Violations violations) {
        if (!violations.isEmpty()) {
            var first = violations.list().get(0);
            throw new IllegalArgumentException(key + first.pointer() + ' ' + first.message());
        }
    }

    /** An entry without anything about it. */
    record Stated(UUID id, String kind, JsonNode document) {}
}
