package io.universalmiddleware.cache.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows for all doors: what one answers, the others answer.
 *
 * <p>A row that the near cache has is answered on the caller's thread; nothing blocks it otherwise. The stage fails only by a
 * fault of the platform's own.
 */
@ApplicationScoped
public class ReadingViews {
    private static final int MAX_KEY = 400;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NOTHING = {};

    private Views views;
    private ViewReader reader;
    private ConsistentReading consistent;
    private ReadTimers timers;
    private ObjectMapper json;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingViews() {}

    @Inject
    ReadingViews(
            Views views, ViewReader reader, ConsistentReading consistent, MeterRegistry meters, ObjectMapper json) {
        this.views = views;
        this.reader = reader;
        this.consistent = consistent;
        this.timers = new ReadTimers(meters);
        this.json = json;
    }

    /** The row with its entity tag, 304, or a problem. */
    CompletionStage<ReadReply> read(ViewCall call) {
        @Nullable View known = views.find(call.view()).orElse(null);
        if (known == null) {
            return refused(call, Problem.of(ProblemType.NOT_FOUND, "There is no view '" + shown(call.view()) + "'."));
        }
        if (call.key().length() > MAX_KEY || call.key().chars().anyMatch(Character::isISOControl)) {
            return refused(call, Problem.of(ProblemType.INVALID_REQUEST, null, List.of(badKey())));
        }
        Timer.Sample begun = timers.begin();
        return answer(call, known)
                .whenComplete(
                        (found, failure) -> timers.end(begun, known.name(), call.token() != null, failure != null))
                .handle((found, failure) -> failure == null ? reply(call, found) : failed(call, failure));
    }

    /** The reply to a read that came with a body, which has no meaning (RFC 9110, section 9.3.1). */
    ReadReply unmeantBody(ViewCall call) {
        return problem(call, Problem.of(ProblemType.MALFORMED_REQUEST, null));
    }

    private CompletableFuture<ViewAnswer> answer(ViewCall call, View known) {
        ViewRef ref = new ViewRef(call.tenant(), known.name(), call.key());
        try {
            if (call.token() != null) {
                return consistent.read(known, ref, call.token());
            }
            return call.fresh() ? reader.readFresh(ref) : reader.read(ref);
        } catch (ProblemException badToken) {
            return CompletableFuture.failedFuture(badToken);
        }
    }

    private ReadReply reply(ViewCall call, ViewAnswer found) {
        @Nullable String body = found.value().body();
        if (body == null) {
            Problem none = Problem.of(
                    ProblemType.NOT_FOUND, "View '" + call.view() + "' has no row '" + shown(call.key()) + "'.");
            return problem(call, none, Map.of("Cache-Status", found.status()));
        }
        String tag = EntityTags.of(found.value());
        boolean known = EntityTags.matches(call.ifNoneMatch(), tag);
        Map<String, String> fields = new HashMap<>();
        fields.put("ETag", tag);
        fields.put("Age", Long.toString(found.age().toSeconds()));
        fields.put("Cache-Status", found.status());
        fields.put("Cache-Control", "private, no-cache");
        if (known) {
            return new ReadReply(NOT_MODIFIED, fields, NOTHING);
        }
        fields.put("Content-Type", "application/json");
        return new ReadReply(OK, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    private ReadReply failed(ViewCall call, Throwable failure) {
        Throwable cause = ReadFailures.problem(failure);
        if (cause instanceof ProblemException told) {
            return problem(call, told.problem());
        }
        throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
    }

    private CompletionStage<ReadReply> refused(ViewCall call, Problem problem) {
        return CompletableFuture.completedFuture(problem(call, problem));
    }

    private ReadReply problem(ViewCall call, Problem problem) {
        return problem(call, problem, Map.of());
    }

    private ReadReply problem(ViewCall call, Problem problem, Map<String, String> further) {
        Map<String, String> fields = new HashMap<>(further);
        fields.put("Content-Type", Problem.MEDIA_TYPE);
        fields.put("Cache-Control", "no-store");
        if (problem.status() == ProblemType.UNAVAILABLE.status()) {
            fields.put("Retry-After", "1");
        }
        try {
            byte[] body = json.writeValueAsBytes(problem.at(call.path(), call.requestId()));
            return new ReadReply(problem.status(), fields, body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Violation badKey() {
        return new Violation("key", "expected 1 to " + MAX_KEY + " characters without control characters");
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + '…' : text;
    }
}
