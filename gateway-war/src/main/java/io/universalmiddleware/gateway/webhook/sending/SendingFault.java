package io.universalmiddleware.gateway.webhook.sending;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What is said of a request that did not get its answer, to people who know nothing of how it is sent. */
final class SendingFault {
    private SendingFault() {}

    static String said(Throwable fault) {
        @Nullable Throwable within = fault.getCause();
        Throwable cause = fault instanceof CompletionException && within != null ? within : fault;
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return message; // as GuardedNames says it
        }
        if (cause instanceof ConnectTimeoutException) {
            return "the connection timed out";
        }
        if (cause instanceof ConnectException && message.contains("refused")) {
            return "the connection was refused";
        }
        if (cause instanceof SSLException) {
            return "no secure connection could be made: its certificate must be trusted and bear the URL's name";
        }
        if (cause instanceof SocketException && !message.contains("reset")) {
            return "it cannot be reached";
        }
        return cause instanceof IOException || cause instanceof VertxException
                ? "the connection ended before an answer came"
                : "it could not be sent, or its answer is not valid HTTP";
    }
}
