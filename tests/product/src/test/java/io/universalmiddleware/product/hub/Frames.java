package io.universalmiddleware.product.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Frames of the hub's JSON protocol, sent and heard one by one. Written with single quotes. */
final class Frames implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private int lastId;

    Frames(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(address, this)
                .join();
    }

    static Frames connected(URI address, String token) {
        Frames frames = new Frames(address);
        frames.ask("'connect':{'token':'" + token + "'}");
        return frames;
    }

    /** Sends one command, and waits for its reply. */
    JsonNode ask(String command) {
        int id = ++lastId;
        send("{'id':" + id + "," + command + "}");
        return wait(reply -> reply.path("id").asInt() == id);
    }

    void send(String frame) {
        socket.sendText(frame.replace('\'', '"'), true).join();
    }

    /** Waits for a push of a kind. */
    JsonNode push(String kind) {
        return wait(reply -> reply.path("push").has(kind)).path("push").path(kind);
    }

    int closeCode() {
        Awaitility.await().atMost(PATIENCE).until(closed::isDone);
        return closed.join();
    }

    List<JsonNode> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            partial.toString().lines().forEach(line -> heard.add(parse(line)));
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
        closed.complete(1006);
    }

    private JsonNode wait(Predicate<JsonNode> fits) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> heard.stream().filter(fits).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the hub sent no JSON: " + line, e);
        }
    }
}
