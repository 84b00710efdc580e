package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.Command;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Request;
import io.universalmiddleware.hub.protocol.Result;
import io.universalmiddleware.token.Identity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Session commands are all that a connection's client may ask for: {@code connect} first, and once. Carried out in turn. */
final class SessionCommands {
    private final Connection connection;
    private final Session session;
    private final Heartbeat heartbeat;
    private final Subscriptions subscriptions;
    private final PermittedCommands permitted;

    SessionCommands(
            Connection connection,
            Session session,
            Heartbeat heartbeat,
            Subscriptions subscriptions,
            PermittedCommands permitted) {
        this.connection = connection;
        this.session = session;
        this.heartbeat = heartbeat;
        this.subscriptions = subscriptions;
        this.permitted = permitted;
    }

    /** Every command has an answer, since the next waits for it. */
    CompletionStage<Answer> attempt(Command command) {
        try {
            return carryOut(command);
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private CompletionStage<Answer> carryOut(Command command) {
        Request request = command.request();
        if (request instanceof Request.Pong) {
            heartbeat.answered();
            return Answer.sent().now();
        }
        @Nullable Identity who = session.identity();
        boolean first = request instanceof Request.Connect;
        if (first != (who == null) || command.id() == 0 && !(request instanceof Request.Send)) {
            connection.close(Disconnect.BAD_REQUEST);
            return Answer.sent().now();
        }
        if (who != null) {
            return carryOut(command, who);
        }
        return session.begin(((Request.Connect) request).token()).thenApply(this::begun);
    }

    private Answer begun(Answer answer) {
        if (session.identity() != null) {
            heartbeat.begin(connection.hub().clock().millis());
        }
        return answer;
    }

    private CompletionStage<Answer> carryOut(Command command, Identity who) {
        Request request = command.request();
        if (request instanceof Request.Unsubscribe unsubscribe) {
            return subscriptions.end(unsubscribe.channel());
        } else if (request instanceof Request.Refresh refresh) {
            return session.refresh(refresh.token(), who);
        } else if (request instanceof Request.Ping) {
            return Answer.of(new Result.Pinged()).now();
        } else if (request instanceof Request.Send) {
            connection.close(Disconnect.NOT_AVAILABLE);
            return Answer.sent().now();
        } else if (request instanceof Request.Unknown) {
            return Answer.of(ErrorCode.METHOD_NOT_FOUND).now();
        }
        return permitted.carryOut(command, who, new ClientInfo(who.user(), session.id()));
    }
}
