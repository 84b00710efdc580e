package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.command.status.AcceptedCommand;
import io.universalmiddleware.command.status.Links;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Command answers say what became of a command: 202 or 200 with where more is told of it, or a problem. */
@ApplicationScoped
public class CommandAnswers {
    static final String PATH = "/api/v1/commands";
    static final String REPLAYED = "Idempotency-Replayed";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int RETRY_SECONDS = 1;

    private ResultWait results;
    private ObjectMapper json;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandAnswers() {}

    @Inject
    CommandAnswers(ResultWait results, ObjectMapper json) {
        this.results = results;
        this.json = json;
    }

    /** The answer; of what is committed with its result, if the client waits and it is there in time. */
    CompletionStage<CommandAnswer> of(
            Acceptance acceptance, TenantId tenant, Optional<WaitPreference> wait, @Nullable String requestId) {
        if (acceptance instanceof Acceptance.Accepted accepted) {
            return committed(accepted.command(), false, tenant, wait);
        }
        if (acceptance instanceof Acceptance.Replayed replayed) {
            return committed(replayed.command(), true, tenant, wait);
        }
        return CompletableFuture.completedFuture(refused(acceptance, requestId));
    }

    private CommandAnswer refused(Acceptance acceptance, @Nullable String requestId) {
        if (acceptance instanceof Acceptance.InFlight) {
            return retry(Problem.of(ProblemType.REQUEST_IN_FLIGHT, null), RETRY_SECONDS, requestId);
        }
        if (acceptance instanceof Acceptance.Overloaded overloaded) {
            return retry(Problem.of(ProblemType.OVERLOADED, overloaded.reason()), overloaded.retrySeconds(), requestId);
        }
        return acceptance instanceof Acceptance.KeyReused
                ? problem(Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, null), requestId)
                : retry(
                        Problem.of(ProblemType.UNAVAILABLE, "The command could not be committed now."),
                        RETRY_SECONDS,
                        requestId);
    }

    /** A problem as the answer to a command. */
    CommandAnswer problem(Problem problem, @Nullable String requestId) {
        return new CommandAnswer(
                problem.status(),
                Map.of(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE, HttpHeaders.CACHE_CONTROL, "no-store"),
                bytes(problem.at(PATH, requestId)));
    }

    private CommandAnswer retry(Problem problem, int seconds, @Nullable String requestId) {
        CommandAnswer answer = problem(problem, requestId);
        Map<String, String> fields = new HashMap<>(answer.fields());
        fields.put(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        return new CommandAnswer(answer.status(), fields, answer.body());
    }

    private CompletionStage<CommandAnswer> committed(
            CommandId command, boolean replayed, TenantId tenant, Optional<WaitPreference> wait) {
        if (wait.isEmpty()) {
            return CompletableFuture.completedFuture(
                    told(ACCEPTED, AcceptedCommand.of(command), fields(command, replayed)));
        }
        WaitPreference preference = wait.get();
        Map<String, String> fields = fields(command, replayed);
        fields.put(WaitPreference.APPLIED, preference.applied());
        return results.await(tenant, command, preference.duration())
                .thenApply(result -> result.map(state -> told(OK, state, fields))
                        .orElseGet(() -> told(ACCEPTED, AcceptedCommand.of(command), fields)));
    }

    private static Map<String, String> fields(CommandId command, boolean replayed) {
        Map<String, String> fields = new HashMap<>();
        fields.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        fields.put(HttpHeaders.LOCATION, Links.of(command).self());
        fields.put(ConsistencyToken.HEADER, new ConsistencyToken(command).text());
        fields.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (replayed) {
            fields.put(REPLAYED, "true");
        }
        return fields;
    }

    private CommandAnswer told(int status, Object body, Map<String, String> fields) {
        return new CommandAnswer(status, fields, bytes(body));
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
