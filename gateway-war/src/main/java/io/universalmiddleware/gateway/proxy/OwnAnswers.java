package io.universalmiddleware.gateway.proxy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Own answers are what the edge says itself: problems (RFC 9457) with the request's id, and with the fields that keep a
 * browser from doing anything with them but show them.
 */
final class OwnAnswers {
    private static final String RETRY_SECONDS = "1";
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence CONTENT_SECURITY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");

    private final ObjectMapper json;
    private final CharSequence transportSecurity;

    /** @param transportSecurity what is said of it over TLS; empty for nothing */
    OwnAnswers(ObjectMapper json, String transportSecurity) {
        this.json = json.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);
        this.transportSecurity = HttpHeaders.createOptimized(transportSecurity);
    }

    /** Has a browser show an answer of this process as what it is, if anything, and let nothing in it run. */
    static void guard(MultiMap answer) {
        answer.set(CONTENT_TYPE_OPTIONS, NOSNIFF).set(CONTENT_SECURITY, NOTHING);
    }

    /** Says on an answer that browsers are to come to its host with TLS alone. */
    void strict(MultiMap answer) {
        if (transportSecurity.length() > 0) {
            answer.set(TRANSPORT_SECURITY, transportSecurity);
        }
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
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("X-Request-Id", marks.requestId());
        guard(headers);
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
