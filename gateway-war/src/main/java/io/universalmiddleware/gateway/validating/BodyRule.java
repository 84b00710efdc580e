package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body rule says which JSON bodies a request may have.
 *
 * @param schema null for any JSON
 * @param required whether there must be one
 */
record BodyRule(@Nullable JsonSchema schema, boolean required) {

    /** Null if the body is as the rule says. */
    @Nullable
    Verdict check(byte[] body, List<Violation> soFar) {
        List<Violation> violations = new ArrayList<>(soFar);
        if (body.length == 0) {
            if (required) {
                violations.add(new Violation("", "a body is required"));
            }
            return violations.isEmpty() ? null : Verdict.invalid(violations);
        }
        Checked<JsonNode> read = StrictJson.read(body);
        if (read instanceof Checked.Refused<JsonNode> refused) {
            return new Verdict.Refuse(refused.refusal());
        }
        if (schema != null && read instanceof Checked.Usable<JsonNode> usable) {
            violations.addAll(SchemaCheck.check(schema, usable.value(), ""));
        }
        return violations.isEmpty() ? null : Verdict.invalid(violations);
    }
}
