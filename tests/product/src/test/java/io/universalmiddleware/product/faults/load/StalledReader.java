package io.universalmiddleware.product.faults.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stalled reader is a subscriber of the hub that takes the two replies it needs and then reads nothing from its socket. It still
 * says that it is there, so that it can only be closed for not reading.
 */
public final class StalledReader implements WebSocket.Listener, AutoCloseable {
    private static final int REPLIES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private final AtomicInteger replies = new AtomicInteger();
    private @Nullable WebSocket socket;

    private StalledReader() {}

    /** Returns when it is subscribed. */
    public static StalledReader on(URI edge, String token, String channel) throws Exception {
        StalledReader reader = new StalledReader();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + edge.getAuthority() + "/connection/websocket"), reader)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reader.socket = socket;
        socket.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}", true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}", true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reader.subscribed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return reader;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (replies.addAndGet((int) data.toString().lines().count()) >= REPLIES) {
            subscribed.complete(null);
        } else {
            from.request(1);
        }
        return null;
    }

    /** Answers the pings that it did not read; does nothing once the hub has closed it. */
    public void isThere() {
        java.util.Objects.requireNonNull(socket)
                .sendText("{}", true)
                .handle((sent, closed) -> sent)
                .join();
    }

    @Override
    public void close() {
        java.util.Objects.requireNonNull(socket).abort();
    }
}
