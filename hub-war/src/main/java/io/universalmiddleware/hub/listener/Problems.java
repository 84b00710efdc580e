package io.universalmiddleware.hub.listener;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;

/** Answers that say what is wrong (RFC 9457). */
final class Problems {
    private static final int MOST_RETRY_SECONDS = 6;

    private Problems() {}

    static void answer(HttpServerRequest request, ProblemType type, String detail) {
        JsonObject body = new JsonObject()
                .put("type", type.uri().toString())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail)
                .put("instance", request.path());
        if (type == ProblemType.UNAUTHENTICATED) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (type == ProblemType.UNAVAILABLE || type == ProblemType.TOO_MANY_REQUESTS) {
            request.response()
                    .putHeader(
                            "Retry-After",
                            Integer.toString(ThreadLocalRandom.current().nextInt(1, MOST_RETRY_SECONDS)));
        }
        request.response()
                .setStatusCode(type.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.toBuffer());
    }
}
