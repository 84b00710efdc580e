package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The door of the edge takes commands where the edge and the command role are in one process. */
@ApplicationScoped
public class EdgeIntake implements EdgeHandler {
    /** Up to here a body is read and checked on the event loop, in some tens of microseconds. */
    private static final int SMALL = 8 * 1024;

    @Resource
    private ManagedExecutorService executor;

    private CommandIntake intake;
    private boolean open;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EdgeIntake() {}

    @Inject
    EdgeIntake(CommandIntake intake, Roles roles) {
        this.intake = intake;
        this.open = roles.has(Role.COMMAND);
    }

    @Override
    public boolean takes(String method, String path) {
        return open && method.equals("POST") && path.equals(CommandAnswers.PATH);
    }

    @Override
    public int maxBodyBytes() {
        return intake.maxBodyBytes();
    }

    @Override
    public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
        CommandCall call = new CommandCall(
                new Sender(request.bearer().tenant(), request.bearer().user(), request.trace()),
                request.requestId(),
                request.field(IdempotencyKey.HEADER),
                request.fields().apply(WaitPreference.HEADER),
                request.body());
        CompletionStage<CommandAnswer> answer = request.body().length <= SMALL
                ? intake.submit(call)
                : CompletableFuture.supplyAsync(() -> intake.submit(call), executor)
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
