package io.universalmiddleware.gateway.validating;

import com.networknt.schema.JsonSchema;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.json.MediaTypes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One schema for the body of every request that may have one. */
final class SchemaContract implements Contract {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final BodyRule rule;

    SchemaContract(JsonSchema schema) {
        rule = new BodyRule(schema, true);
    }

    @Override
    public Verdict judge(String method, String path, @Nullable String query, Fields request) {
        if (!WITH_BODY.contains(method)) {
            return new Verdict.Pass();
        }
        return MediaTypes.isJson(request.get("Content-Type"))
                ? new Verdict.AskBody(rule, List.of())
                : new Verdict.Refuse(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON."));
    }
}
