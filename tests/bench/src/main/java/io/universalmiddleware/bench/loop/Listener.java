package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.BenchException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client of the hub that notes when the push of each command came. */
final class Listener implements WebSocket.Listener, AutoCloseable {
    private static final Pattern COMMAND = Pattern.compile("\"commandId\":\"([0-9a-f-]{36})\"");
    private static final Pattern REPLY = Pattern.compile("\"id\":\\d+");
    private static final int PATIENCE_SECONDS = 20;

    private final ConcurrentHashMap<String, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private final CountDownLatch replies;
    private volatile @Nullable WebSocket socket;

    private Listener(int replies) {
        this.replies = new CountDownLatch(replies);
    }

    /** A listener that is subscribed to all the channels; a hundred of them go on one connection. */
    static Listener to(URI hub, String token, List<String> channels) throws InterruptedException {
        Listener listener = new Listener(channels.size() + 1);
        StringBuilder commands = new StringBuilder("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
        for (int i = 0; i < channels.size(); i++) {
            commands.append("\n{\"id\":")
                    .append(i + 2)
                    .append(",\"subscribe\":{\"channel\":\"")
                    .append(channels.get(i))
                    .append("\"}}");
        }
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(hub, listener)
                .join();
        socket.sendText(commands, true).join();
        if (!listener.replies.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchException("the hub did not let the listener subscribe");
        }
        listener.socket = socket;
        return listener;
    }

    /** When the first push of the command came, by {@link System#nanoTime}. */
    CompletableFuture<Long> arrival(String command) {
        return arrivals.computeIfAbsent(command, id -> new CompletableFuture<>());
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        long now = System.nanoTime();
        partial.append(data);
        if (last) {
            if (partial.length() == 2) {
                from.sendText("{}", true);
            }
            Matcher pushed = COMMAND.matcher(partial);
            while (pushed.find()) {
                arrival(pushed.group(1)).complete(now);
            }
            if (replies.getCount() > 0) {
                REPLY.matcher(partial).results().forEach(reply -> replies.countDown());
            }
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
