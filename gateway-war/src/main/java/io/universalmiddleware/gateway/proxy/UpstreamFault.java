package io.universalmiddleware.gateway.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Tells clients of an upstream's fault, without its name, address or exception. */
final class UpstreamFault {
    static final Refusal DIED = new Refusal(ProblemType.BAD_GATEWAY, "The origin closed the connection.");
    static final Refusal INVALID = new Refusal(ProblemType.BAD_GATEWAY, "The origin's answer is not valid HTTP.");
    static final Refusal UNREACHABLE = new Refusal(ProblemType.UNAVAILABLE, "The origin cannot be reached.");
    static final Refusal NOT_SECURE =
            new Refusal(ProblemType.BAD_GATEWAY, "No secure connection to the origin could be made.");
    static final Refusal TOO_SLOW = new Refusal(ProblemType.GATEWAY_TIMEOUT, "The origin did not answer in time.");

    private UpstreamFault() {}

    /** What a failure to get a connection is to the client. */
    static Refusal ofConnecting(Throwable fault) {
        if (fault instanceof ConnectionPoolTooBusyException) {
            return new Refusal(ProblemType.UNAVAILABLE, "Too many requests wait for the origin.");
        }
        if (fault instanceof SSLException) {
            return NOT_SECURE;
        }
        boolean away = fault instanceof SocketException
                || fault instanceof ConnectTimeoutException
                || fault instanceof UnknownHostException
                || fault instanceof HttpClosedException;
        return away ? UNREACHABLE : INVALID;
    }

    /** What a failure after the request was sent is to the client. */
    static Refusal ofAnswering(Throwable fault) {
        return isDeath(fault) ? DIED : INVALID;
    }

    /** Whether the connection, or the stream on it, ended rather than carried something wrong. */
    static boolean isDeath(Throwable fault) {
        return fault instanceof HttpClosedException
                || fault instanceof SocketException
                || fault instanceof StreamResetException;
    }
}
