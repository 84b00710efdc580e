package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.token.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Permissions put the hub's questions to the policy: who may connect, and what they may do with which channel. Each act is asked about anew, so what
 * changes holds for the next.
 *
 * <p>What is {@linkplain ChannelKinds#isWithheld withheld} is refused without asking: no policy can grant it. A channel is asked about by name only where the policy may tell it from others: what is remembered does not grow with the channels.
 */
public final class Permissions {
    private static final Decision WITHHELD = new Decision(Decision.Outcome.DENIED, "it is kept for others");

    private final Decisions decisions;
    private final ChannelKinds kinds;
    private final Executor blocking;
    private final Consumer<Denial> denials;

    /**
     * @param blocking runs questions whose answer is not at hand; what it rejects is undecided
     * @param denials is told of what is refused
     */
    public Permissions(Decisions decisions, ChannelKinds kinds, Executor blocking, Consumer<Denial> denials) {
        this.decisions = decisions;
        this.kinds = kinds;
        this.blocking = blocking;
        this.denials = denials;
    }

    /** The decision about an act that is of no channel, if it is at hand; never blocks. */
    Optional<Decision> now(Identity who, HubAct act) {
        return decisions.now(input(who, act));
    }

    /** The decision about an act with a channel, if it is at hand; never blocks. */
    Optional<Decision> now(Identity who, HubAct act, String channel) {
        if (kinds.isWithheld(who, act, channel)) {
            return Optional.of(WITHHELD);
        }
        return kinds.isOpen(act, channel)
                ? decisions.now(input(who, act), () -> kinds.resource(who, channel))
                : decisions.now(input(who, act).of(kinds.resource(who, channel)));
    }

    /** As {@link #now(Identity, HubAct)}, whenever it is there. */
    CompletionStage<Decision> ask(Identity who, HubAct act) {
        return later(() -> decisions.decide(input(who, act)));
    }

    /** As {@link #now(Identity, HubAct, String)}, whenever it is there. */
    CompletionStage<Decision> ask(Identity who, HubAct act, String channel) {
        if (kinds.isWithheld(who, act, channel)) {
            return CompletableFuture.completedStage(WITHHELD);
        }
        return later(() -> kinds.isOpen(act, channel)
                ? decisions.decide(input(who, act), () -> kinds.resource(who, channel))
                : decisions.decide(input(who, act).of(kinds.resource(who, channel))));
    }

    private CompletionStage<Decision> later(Supplier<Decision> question) {
        try {
            return CompletableFuture.supplyAsync(question, blocking);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Decision.failed("too many questions wait"));
        }
    }

    /** What a client is told, if it may not; empty if it may. Clients may try again what could not be decided. */
    Optional<ErrorCode> refusal(Decision decision, Identity who, HubAct act) {
        if (decision.allowed()) {
            return Optional.empty();
        }
        String tenant = who.tenant().value();
        denials.accept(new Denial(tenant, tenant + '/' + who.user(), act.operation(), decision.reason(), ""));
        return Optional.of(
                decision.outcome() == Decision.Outcome.FAILED ? ErrorCode.INTERNAL : ErrorCode.PERMISSION_DENIED);
    }

    private static Input input(Identity who, HubAct act) {
        return new Input(who.tenant().value(), who.user(), who.roles(), who.scopes(), act.operation(), null);
    }
}
