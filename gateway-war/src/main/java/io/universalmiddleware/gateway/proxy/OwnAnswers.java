package io.universalmiddleware.gateway.proxy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Own answers are what the edge says itself: problems (RFC 9457) with the request's id, and with the fields that keep a
 * browser from doing anything with them but show them.
 */
final class OwnAnswers {
    private static final String RETRY_SECONDS = "1";

    private final ObjectMapper json;

    OwnAnswers(ObjectMapper json) {
        this.json = json.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);
    }

    /**
     * Sets the head of a refusal.
     *
     * @param path canonical; null if the request's is not known
     * @return the body
     */
    byte[] begin(HttpServerResponse response, Refusal refusal, RequestMarks marks, @Nullable String path) {
        ProblemType type = refusal.type();
        MultiMap headers = response.headers();
        headers.set("Content-Type", Problem.MEDIA_TYPE)
                .set("Cache-Control", "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .set("Referrer-Policy", "no-referrer")
                .set("X-Request-Id", marks.requestId());
        if (type == ProblemType.UNAVAILABLE) {
            headers.set("Retry-After", RETRY_SECONDS);
        }
        if (type == ProblemType.METHOD_NOT_ALLOWED) {
            headers.set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        }
        refusal.fields().forEach(headers::set);
        response.setStatusCode(type.status());
        return body(Problem.of(type, refusal.detail(), refusal.violations()).at(path, marks.requestId()));
    }

    private byte[] body(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
