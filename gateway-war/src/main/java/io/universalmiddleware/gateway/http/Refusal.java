package io.universalmiddleware.gateway.http;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal is why the edge does not take a request.
 *
 * @param detail for the client: what is wrong, without repeating the client's bytes
 * @param fields header fields that the answer carries, such as {@code Retry-After} and {@code WWW-Authenticate}
 * @param violations every reason why the input is not valid; empty if that is not the matter
 */
public record Refusal(ProblemType type, String detail, Map<String, String> fields, List<Violation> violations) {

    public Refusal(ProblemType type, String detail) {
        this(type, detail, Map.of(), List.of());
    }

    public static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, detail);
    }

    public static Refusal malformed(String detail) {
        return new Refusal(ProblemType.MALFORMED_REQUEST, detail);
    }

    /**
     * The same with one more field on the answer.
     *
     * @throws IllegalArgumentException if name or value is not valid
     */
    public Refusal with(String name, String value) {
        FieldSyntax.check(name, value);
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Refusal(type, detail, more, violations);
    }

    /** @param seconds after which the client may come again */
    public Refusal retryAfter(long seconds) {
        return with("Retry-After", Long.toString(seconds));
    }

    /** The same with what is wrong with the input. */
    public Refusal because(List<Violation> reasons) {
        return new Refusal(type, detail, fields, List.copyOf(reasons));
    }
}
