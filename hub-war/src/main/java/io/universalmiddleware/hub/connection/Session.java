package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Result;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session is a connection's right to be here: who it is, and until when. Used in turn with its commands. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final Hub hub;
    private final String id;
    private final Permit permit;
    private @Nullable Identity identity;

    /** @param id of the connection, as clients see it */
    Session(Connection connection, Permit permit, String id) {
        this.connection = connection;
        this.hub = connection.hub();
        this.permit = permit;
        this.id = id;
    }

    /** The connection's, as clients see it. */
    String id() {
        return id;
    }

    /** Who it is; null until it has begun. */
    @Nullable
    Identity identity() {
        return identity;
    }

    CompletionStage<Answer> begin(String token) {
        if (token.isEmpty()) {
            return Answer.of(ErrorCode.UNAUTHORIZED).now();
        }
        Verdict verdict = hub.tokens().verify(token);
        return verdict instanceof Verdict.Valid valid
                ? permit.then(
                        valid.identity(),
                        HubAct.CONNECT,
                        () -> begin(valid.identity()).now())
                : refuse(verdict).now();
    }

    private Answer begin(Identity who) {
        if (!hub.enter(who)) {
            connection.close(Disconnect.CONNECTION_LIMIT);
            return Answer.sent();
        }
        identity = who;
        int ping = (int) hub.limits().pingEvery().toSeconds();
        return Answer.of(new Result.Connected(id, true, secondsLeft(who), ping, true));
    }

    /** Goes on with a new token of the same user. */
    CompletionStage<Answer> refresh(String token, Identity who) {
        Verdict verdict = hub.tokens().verify(token);
        if (!(verdict instanceof Verdict.Valid valid)) {
            return refuse(verdict).now();
        }
        if (!valid.identity().isSameUserAs(who)) {
            return refuse(new Verdict.Invalid("another user's")).now();
        }
        return permit.then(valid.identity(), HubAct.CONNECT, () -> {
            identity = valid.identity();
            return Answer.of(new Result.Refreshed(id, true, secondsLeft(valid.identity())))
                    .now();
        });
    }

    private Answer refuse(Verdict verdict) {
        if (verdict instanceof Verdict.Expired) {
            return Answer.of(ErrorCode.TOKEN_EXPIRED);
        }
        if (verdict instanceof Verdict.WithoutTenant) {
            return Answer.of(ErrorCode.PERMISSION_DENIED);
        }
        LOG.info("Connection {} refused: {}", id, verdict);
        connection.close(Disconnect.INVALID_TOKEN);
        return Answer.sent();
    }

    private long secondsLeft(Identity who) {
        return Math.max(
                1, who.expires().getEpochSecond() - hub.clock().instant().getEpochSecond());
    }
}
