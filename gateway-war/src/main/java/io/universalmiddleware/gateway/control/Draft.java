package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A draft is what one entry is to become.
 *
 * @param before as it stands; null if it is to be created
 * @param after its document; null if it is to be removed
 * @param at where the document stands in what the client sent: a JSON pointer
 */
record Draft(
        Kind kind,
        UUID id,
        @Nullable Entry before,
        @Nullable ObjectNode after,
        String at) {}
