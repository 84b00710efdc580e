package io.universalmiddleware.contracts.problem;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem is an error as a client sees it: the body of {@code application/problem+json} (RFC 9457).
 *
 * @param detail what happened this time, without internals
 * @param instance the request's path
 * @param requestId the id under which the logs know the request
 * @param violations every reason why the input is not valid; empty if that is not the matter
 */
public record Problem(
        URI type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable String requestId,
        List<Violation> violations) {

    /** The media type of its JSON form. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        violations = violations == null ? List.of() : List.copyOf(violations);
    }

    /** A problem of the type with a detail. */
    public static Problem of(ProblemType type, @Nullable String detail) {
        return of(type, detail, List.of());
    }

    /** A problem of the type that names each violation. */
    public static Problem of(ProblemType type, @Nullable String detail, List<Violation> violations) {
        return new Problem(type.uri(), type.title(), type.status(), detail, null, null, violations);
    }

    /** The same problem, told of a request. */
    public Problem at(@Nullable String instance, @Nullable String requestId) {
        return new Problem(type, title, status, detail, instance, requestId, violations);
    }
}
