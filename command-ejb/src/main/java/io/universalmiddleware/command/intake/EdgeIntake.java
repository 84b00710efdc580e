package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door of the edge takes commands where the edge and the command role are in one process. */
@ApplicationScoped
public class EdgeIntake implements EdgeHandler {
    /** Up to here a body is read and checked on the event loop, in some tens of microseconds. */
    private static final int SMALL = 8 * 1024;

    private CommandIntake intake;
    private volatile @Nullable Executor executor;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EdgeIntake() {}

    @Inject
    EdgeIntake(CommandIntake intake) {
        this.intake = intake;
    }

    /**
     * Opens the door, with the command role.
     *
     * @param threads run what would hold up an event loop
     */
    void open(Executor threads) {
        executor = threads;
    }

    @Override
    public boolean takes(String method, String path) {
        return executor != null && method.equals("POST") && path.equals(CommandAnswers.PATH);
    }

    @Override
    public String operation() {
        return SubmitPermission.OPERATION;
    }

    @Override
    public boolean asksOfResources() {
        return true;
    }

    @Override
    public int maxBodyBytes() {
        return intake.maxBodyBytes();
    }

    @Override
    public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
        CommandCall call = new CommandCall(
                new Sender(Caller.of(request.bearer()), request.trace()),
                request.requestId(),
                request.field(IdempotencyKey.HEADER),
                request.fields().apply(WaitPreference.HEADER),
                request.body());
        Executor threads = Objects.requireNonNull(executor, "nobody is let in before it opens");
        CompletionStage<CommandAnswer> answer = request.body().length <= SMALL
                ? intake.submit(call, threads)
                : CompletableFuture.supplyAsync(() -> intake.submit(call, threads), threads)
                        .thenCompose(Function.identity());
        return answer.thenApply(EdgeIntake::outward);
    }

    @Override
    public EdgeAnswer tooLarge(EdgeRequest request) {
        return outward(intake.tooLarge(request.requestId()));
    }

    private static EdgeAnswer outward(CommandAnswer answer) {
        return new EdgeAnswer(answer.status(), answer.fields(), answer.body());
    }
}
