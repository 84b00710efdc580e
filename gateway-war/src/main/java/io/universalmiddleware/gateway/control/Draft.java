package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Entry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A draft is what one entry is to become.
 *
 * @param before as it stands; null if it is to be created
 * @param after its document; null if it is to be removed
 * @param definition what that says, without violations; null if there is none
 * @param at where the document stands in what the client sent: a JSON pointer
 */
record Draft(
        Kind kind,
        UUID id,
        @Nullable Entry before,
        @Nullable ObjectNode after,
        @Nullable Definition definition,
        String at) {

    /** The entry is to go. */
    static Draft removing(Kind kind, Entry before) {
        return new Draft(kind, before.id(), before, null, null, "");
    }

    /** The document is to stand; notes what is not valid of it. */
    static Draft of(Kind kind, UUID id, @Nullable Entry before, ObjectNode after, Violations violations) {
        return new Draft(kind, id, before, after, kind.read(id, after, violations), "");
    }
}
