package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives dead letters up, so that what waits behind them goes on without them. */
@Command(
        name = "discard",
        description = "Give dead letters up; what waits behind them goes on.",
        mixinStandardHelpOptions = true)
final class DlqDiscardCommand implements Callable<Integer> {
    @Mixin
    private DeadLetters letters = new DeadLetters();

    @Mixin
    private DlqTarget target = new DlqTarget();

    @Option(names = "--reason", required = true, description = "For the audit.")
    private String reason = "";

    @Override
    public Integer call() {
        ObjectNode body = target.body().put("reason", reason);
        JsonNode answer = letters.post(target.path("discard"), body);
        System.out.println(
                target.isOne()
                        ? "Letter " + answer.at("/deadLetter/id").asText() + " is discarded."
                        : answer.path("decided").asInt() + " are discarded, "
                                + answer.path("busy").asInt() + " were busy.");
        return 0;
    }
}
