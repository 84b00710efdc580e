package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.token.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A permit lets a connection's acts begin once the policy allows them: at once where that is known, else later in turn with its commands. */
final class Permit {
    private final Permissions permissions;
    private final Executor turn;
    private final BooleanSupplier closed;

    /**
     * @param turn runs a task in turn with the connection's commands
     * @param closed whether the connection is; asked in turn
     */
    Permit(Permissions permissions, Executor turn, BooleanSupplier closed) {
        this.permissions = permissions;
        this.turn = turn;
        this.closed = closed;
    }

    /** Carries out an act that is of no channel, or answers why not. */
    CompletionStage<Answer> then(Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        return permissions
                .now(who, act)
                .map(decision -> decided(decision, who, act, permitted))
                .orElseGet(() -> later(permissions.ask(who, act), who, act, permitted));
    }

    /** Carries out an act with a channel, or answers why not. */
    CompletionStage<Answer> then(
            Identity who, HubAct act, String channel, Supplier<CompletionStage<Answer>> permitted) {
        if (!HubChannel.isValid(channel)) {
            return Answer.of(ErrorCode.BAD_REQUEST).now();
        }
        return permissions
                .now(who, act, channel)
                .map(decision -> decided(decision, who, act, permitted))
                .orElseGet(() -> later(permissions.ask(who, act, channel), who, act, permitted));
    }

    private CompletionStage<Answer> decided(
            Decision decision, Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        Optional<ErrorCode> refusal = permissions.refusal(decision, who, act);
        return refusal.isPresent() ? Answer.of(refusal.get()).now() : permitted.get();
    }

    private CompletionStage<Answer> later(
            CompletionStage<Decision> asked, Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        CompletableFuture<CompletionStage<Answer>> begun = new CompletableFuture<>();
        asked.whenComplete((@Nullable Decision decision, @Nullable Throwable fault) ->
                turn.execute(() -> begun.complete(begun(decision, who, act, permitted))));
        return begun.thenCompose(answer -> answer);
    }

    /** What becomes of an act in its turn: always an answer, since the connection's other commands wait for it. A closed one begins nothing. */
    private CompletionStage<Answer> begun(
            @Nullable Decision decision, Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        if (closed.getAsBoolean()) {
            return Answer.sent().now();
        }
        if (decision == null) {
            return Answer.of(ErrorCode.INTERNAL).now();
        }
        try {
            return decided(decision, who, act, permitted);
        } catch (RuntimeException | Error fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }
}
