package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.persistence.command.Settlement;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settles a command: its final status, and the message that tells everybody. Runs in the caller's transaction, which has just
 * added the command to the inbox.
 */
public final class Settling {
    private static final int MAX_MESSAGE = 500;

    private final ObjectMapper json;
    private final Clock clock;
    private final Announcements announcements;

    public Settling(ObjectMapper json, Clock clock, Announcements announcements) {
        this.json = json;
        this.clock = clock;
        this.announcements = announcements;
    }

    /**
     * @param events what has happened, appended with the settlement; their messages go before its own
     * @return false if there is no such command, or it was settled before; the transaction must not commit then
     */
    boolean succeeded(
            Stores stores,
            ReceivedCommand command,
            Attempt attempt,
            @Nullable Object result,
            List<StoredEvent> events) {
        @Nullable JsonNode node = result == null ? null : json.valueToTree(result);
        return settle(stores, command, attempt, CommandStatus.SUCCEEDED, node, null, events);
    }

    /** As {@link #succeeded}, for a command that a rule rejects. */
    boolean rejected(Stores stores, ReceivedCommand command, Attempt attempt, Outcome.Rejected rejected) {
        ObjectNode problem = problem(ProblemType.COMMAND_REJECTED, rejected.detail());
        problem.put("rule", rejected.rule());
        return settle(stores, command, attempt, CommandStatus.FAILED, null, problem, List.of());
    }

    /** As {@link #succeeded}, for a command that is given up. The cause is kept, its message shortened. */
    boolean givenUp(Stores stores, ReceivedCommand command, Attempt attempt, Throwable cause) {
        ObjectNode problem = problem(
                ProblemType.COMMAND_GIVEN_UP,
                "Given up after " + attempt.number() + (attempt.number() == 1 ? " attempt." : " attempts."));
        String message = String.valueOf(cause.getMessage());
        problem.putObject("cause")
                .put("class", cause.getClass().getName())
                .put("message", message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
        return settle(stores, command, attempt, CommandStatus.DEAD, null, problem, List.of());
    }

    private boolean settle(
            Stores stores,
            ReceivedCommand command,
            Attempt attempt,
            CommandStatus status,
            @Nullable JsonNode result,
            @Nullable JsonNode problem,
            List<StoredEvent> events) {
        Instant now = clock.instant();
        @Nullable String resultJson = text(result);
        @Nullable String problemJson = text(problem);
        Settlement settlement = new Settlement(
                command.id(),
                status,
                attempt.number(),
                command.publishedAt(),
                attempt.startedAt(),
                now,
                resultJson,
                problemJson);
        ObjectNode data = json.createObjectNode();
        data.put("commandId", command.id().toString()).put("status", status.wire());
        data.set("result", result);
        data.set("problem", problem);
        List<OutboxMessage> messages = new ArrayList<>();
        events.forEach(event -> messages.add(Envelopes.event(command, event)));
        messages.add(Envelopes.settled(command, Uuid7.next(clock), now, write(data)));
        if (!stores.settlements().settle(events, settlement, messages)) {
            return false;
        }
        announcements
                .settled()
                .accept(new CommandSettled(
                        command.aggregate().tenant(), command.id(), status, resultJson, problemJson));
        announcements.appended().run();
        return true;
    }

    private ObjectNode problem(ProblemType type, String detail) {
        return json.createObjectNode()
                .put("type", type.uri().toString())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail);
    }

    private @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : write(node);
    }

    private String write(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree is JSON", impossible);
        }
    }
}
