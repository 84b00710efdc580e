package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.token.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A permit lets a connection's acts begin once the policy allows them: at once where that is known, else later in turn with its commands. */
final class Permit {
    private final Connection connection;

    Permit(Connection connection) {
        this.connection = connection;
    }

    /** Carries out an act that is of no channel, or answers why not. */
    CompletionStage<Answer> then(Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        Permissions permissions = connection.hub().permissions();
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
        Permissions permissions = connection.hub().permissions();
        return permissions
                .now(who, act, channel)
                .map(decision -> decided(decision, who, act, permitted))
                .orElseGet(() -> later(permissions.ask(who, act, channel), who, act, permitted));
    }

    private CompletionStage<Answer> decided(
            Decision decision, Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        Optional<ErrorCode> refusal = connection.hub().permissions().refusal(decision, who, act);
        return refusal.isPresent() ? Answer.of(refusal.get()).now() : permitted.get();
    }

    /** A connection that was closed meanwhile begins nothing. */
    private CompletionStage<Answer> later(
            CompletionStage<Decision> asked, Identity who, HubAct act, Supplier<CompletionStage<Answer>> permitted) {
        CompletableFuture<CompletionStage<Answer>> begun = new CompletableFuture<>();
        asked.whenComplete((@Nullable Decision decision, @Nullable Throwable fault) -> connection.run(() -> {
            if (connection.isClosed()) {
                begun.complete(Answer.sent().now());
            } else if (decision == null) {
                begun.complete(Answer.of(ErrorCode.INTERNAL).now());
            } else {
                begun.complete(decided(decision, who, act, permitted));
            }
        }));
        return begun.thenCompose(answer -> answer);
    }
}
