package io.universalmiddleware.gateway.http;

import io.universalmiddleware.contracts.problem.ProblemType;

/**
 * A refusal is why the edge does not take a request.
 *
 * @param detail for the client: what is wrong, without repeating the client's bytes
 */
public record Refusal(ProblemType type, String detail) {

    public static Refusal malformed(String detail) {
        return new Refusal(ProblemType.MALFORMED_REQUEST, detail);
    }
}
