package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A problem as it is written: with the members that the fault has besides (RFC 9457, section 3.2). */
final class ProblemBody {
    private ProblemBody() {}

    static Object of(Problem problem, Throwable fault) {
        return fault instanceof ProblemException told && !told.members().isEmpty()
                ? extended(problem, told.members())
                : problem;
    }

    private static Map<String, Object> extended(Problem problem, Map<String, Object> members) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", problem.type());
        all.put("title", problem.title());
        all.put("status", problem.status());
        putIfThere(all, "detail", problem.detail());
        putIfThere(all, "instance", problem.instance());
        putIfThere(all, "requestId", problem.requestId());
        if (!problem.violations().isEmpty()) {
            all.put("violations", problem.violations());
        }
        all.putAll(members);
        return all;
    }

    private static void putIfThere(Map<String, Object> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }
}
