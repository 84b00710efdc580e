package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.json.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation is one method of one path of a document.
 *
 * @param bodies by media type; a rule of null takes the type unread
 * @param bodyRequired whether a request must have a body
 */
record Operation(List<Parameter> parameters, Map<String, @Nullable BodyRule> bodies, boolean bodyRequired) {

    /** @param captures what the path's template found, decoded */
    Verdict judge(Map<String, String> captures, @Nullable String query, Fields request) {
        List<Violation> violations = new ArrayList<>();
        for (Parameter parameter : parameters) {
            violations.addAll(parameter.check(values(parameter, captures, query, request)));
        }
        if (bodies.isEmpty()) {
            return violations.isEmpty() ? new Verdict.Pass() : Verdict.invalid(violations);
        }
        String type = MediaTypes.typeOf(request.get("Content-Type"));
        if (type.isEmpty() && !bodyRequired) {
            return violations.isEmpty() ? new Verdict.Pass() : Verdict.invalid(violations);
        }
        String key = bodies.containsKey(type) ? type : bodies.containsKey("*/*") ? "*/*" : "";
        if (key.isEmpty()) {
            return new Verdict.Refuse(Refusal.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be " + String.join(" or ", bodies.keySet()) + '.'));
        }
        BodyRule rule = bodies.get(key);
        if (rule != null) {
            return new Verdict.AskBody(rule, violations);
        }
        return violations.isEmpty() ? new Verdict.Pass() : Verdict.invalid(violations);
    }

    private static List<String> values(
            Parameter parameter, Map<String, String> captures, @Nullable String query, Fields request) {
        return switch (parameter.in()) {
            case PATH -> {
                String captured = captures.get(parameter.name());
                yield captured == null ? List.of() : List.of(captured);
            }
            case QUERY -> QueryValues.of(query, parameter.name());
            case HEADER -> request.all(parameter.name());
        };
    }
}
