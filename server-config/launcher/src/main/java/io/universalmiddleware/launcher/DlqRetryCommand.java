package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.stores.StoreException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has dead letters tried again, one of them with another payload if wanted. */
@Command(
        name = "retry",
        description = "Try dead letters again, then what waits behind them, in order.",
        mixinStandardHelpOptions = true)
final class DlqRetryCommand implements Callable<Integer> {
    @Mixin
    private DeadLetters letters = new DeadLetters();

    @Mixin
    private DlqTarget target = new DlqTarget();

    @Option(names = "--payload", paramLabel = "FILE", description = "JSON in the place of the command's payload.")
    private @Nullable Path payload;

    @Option(names = "--reason", defaultValue = "", description = "For the audit.")
    private String reason = "";

    @Override
    public Integer call() {
        ObjectNode body = target.body();
        if (payload != null) {
            if (!target.isOne()) {
                throw new StoreException("--payload is for one letter.");
            }
            body.set("payload", DeadLetters.read(payload));
        }
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        JsonNode answer = letters.post(target.path("retry"), body);
        System.out.println(
                target.isOne()
                        ? "Letter " + answer.at("/deadLetter/id").asText() + " is "
                                + answer.at("/deadLetter/state").asText() + "; "
                                + answer.path("waiting").asLong() + " wait behind it."
                        : answer.path("decided").asInt() + " are being retried, "
                                + answer.path("busy").asInt() + " were busy.");
        return 0;
    }
}
