package io.universalmiddleware.gateway.transforming;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.json.StrictJson;
import io.universalmiddleware.gateway.rewriting.Variables;
import java.util.List;

/**
 * A transformation changes a JSON document, step by step.
 *
 * <p>What comes out may be at most four times as large as what may come in.
 *
 * @param maxBytes of the document as it comes
 * @param passOthers whether content that cannot be transformed passes as it is, instead of being refused
 */
record Transformation(List<Change> changes, int maxBytes, boolean passOthers) {
    private static final int GROWTH = 4;

    Transformation {
        changes = List.copyOf(changes);
    }

    static Transformation read(Section in, boolean passOthers) {
        List<Change> changes = Changes.read(in);
        int maxBytes = in.integer("maxBytes", 1_048_576, 1, 16_777_216);
        boolean pass = in.flag("passOthers", passOthers);
        return new Transformation(changes, maxBytes, pass);
    }

    Checked<byte[]> apply(byte[] content, Variables variables) {
        return StrictJson.read(content).flatMap(document -> {
            JsonNode changed = document;
            for (Change change : changes) {
                changed = change.apply(changed, variables);
            }
            return StrictJson.write(changed, GROWTH * maxBytes)
                    .<Checked<byte[]>>map(Checked::usable)
                    .orElseGet(() -> Checked.malformed("The content is too large once it is transformed."));
        });
    }
}
