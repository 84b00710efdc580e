package io.universalmiddleware.cache.reading;

import io.universalmiddleware.cache.consistency.AwaitingEffects;
import io.universalmiddleware.cache.consistency.Effect;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads rows that are never older than a command's effect: from PostgreSQL, after the effect is there. */
public final class ConsistentReading {
    private final AwaitingEffects effects;
    private final ViewReader reader;
    private final Duration longest;

    /** @param longest how long a read waits for the effect */
    public ConsistentReading(AwaitingEffects effects, ViewReader reader, Duration longest) {
        this.effects = effects;
        this.reader = reader;
        this.longest = longest;
    }

    /** @throws ProblemException if the token is not one that the platform gave the tenant */
    public CompletableFuture<ViewAnswer> read(View view, ViewRef ref, String token) {
        CommandId command = ConsistencyToken.parse(token.strip())
                .orElseThrow(ConsistentReading::invalidToken)
                .command();
        return effects.await(ref.tenant(), command, view, longest).thenCompose(effect -> follow(effect, ref));
    }

    private CompletableFuture<ViewAnswer> follow(Effect effect, ViewRef ref) {
        return switch (effect) {
            case VISIBLE -> reader.readFresh(ref);
            case PENDING ->
                CompletableFuture.failedFuture(new ProblemException(Problem.of(
                        ProblemType.NOT_YET_CONSISTENT,
                        "The command's effect on the view was not visible within " + longest.toMillis() + " ms.")));
            case UNKNOWN_COMMAND -> CompletableFuture.failedFuture(invalidToken());
        };
    }

    private static ProblemException invalidToken() {
        return new ProblemException(Problem.of(
                ProblemType.INVALID_REQUEST,
                null,
                List.of(new Violation(
                        ConsistencyToken.HEADER, "expected a token as the answer to a command gave it"))));
    }
}
