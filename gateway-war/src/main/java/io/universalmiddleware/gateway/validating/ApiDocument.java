package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.rewriting.QueryText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An API document is the part of an OpenAPI 3.1 document that says which requests are valid: paths, methods, parameters of
 * path, query and header, and JSON bodies.
 *
 * <p>A path without names wins over one with them (OpenAPI 3.1, section 4.8.8.2). HEAD is judged as GET where it does not
 * stand for itself.
 */
final class ApiDocument implements Contract {
    private final List<Path> paths;
    private final String basePath;
    private final boolean refuseOthers;

    record Path(PathTemplate template, Map<String, Operation> operations) {}

    /**
     * @param paths those without names first
     * @param basePath stands before every path of the document; empty for nothing
     * @param refuseOthers whether what is not in the document is refused
     */
    ApiDocument(List<Path> paths, String basePath, boolean refuseOthers) {
        this.paths = List.copyOf(paths);
        this.basePath = basePath;
        this.refuseOthers = refuseOthers;
    }

    @Override
    public Verdict judge(String method, String path, @Nullable String query, Fields request) {
        String below = path.startsWith(basePath) ? path.substring(basePath.length()) : "";
        for (Path candidate : paths) {
            PathTemplate.Match match =
                    below.startsWith("/") ? candidate.template().match(below) : null;
            if (match != null) {
                return judge(candidate, match, method, query, request);
            }
        }
        return refuseOthers
                ? new Verdict.Refuse(Refusal.of(ProblemType.NOT_FOUND, "The API has no such path."))
                : new Verdict.Pass();
    }

    private Verdict judge(Path path, PathTemplate.Match match, String method, @Nullable String query, Fields request) {
        Operation exact = path.operations().get(method);
        Operation operation =
                exact == null && method.equals("HEAD") ? path.operations().get("GET") : exact;
        if (operation == null) {
            return refuseOthers
                    ? new Verdict.Refuse(Refusal.of(
                                    ProblemType.METHOD_NOT_ALLOWED, "The path does not take this method.")
                            .with("Allow", String.join(", ", path.operations().keySet())))
                    : new Verdict.Pass();
        }
        Map<String, String> captures = new TreeMap<>();
        match.found().forEach((name, text) -> captures.put(name, QueryText.decodePath(text)));
        return operation.judge(captures, query, request);
    }
}
