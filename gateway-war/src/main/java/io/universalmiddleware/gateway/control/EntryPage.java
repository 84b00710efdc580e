package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of entries. */
@Schema(description = "A page.")
public record EntryPage(
        @Schema(
                description = "The documents, with id, revision, createdAt and changedAt.",
                implementation = Object[].class)
        List<JsonNode> items,

        @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
        String nextCursor) {}
