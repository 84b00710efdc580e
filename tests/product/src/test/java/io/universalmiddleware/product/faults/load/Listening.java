package io.universalmiddleware.product.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.product.faults.cluster.Node;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listener follows one row of a view through the hub, in the JSON form of the protocol, and writes down what it {@linkplain
 * Heard heard}.
 *
 * <p>It comes back whenever its connection ends, with its position. Where it is told of a gap it reads the row, as a client must. It
 * is a client of its own, since the official ones show no position to compare.
 */
public final class Listening implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAST_PAUSE_MILLIS = 50;
    private static final int MORE_PAUSE_MILLIS = 450;

    /** One who says nothing for so long is gone; the hub pings every 25 s. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(40).toNanos();

    private final Node node;
    private final Caller caller;
    private final String token;
    private final String view;
    private final String key;
    private final Recorder recorder;
    private final Heard heard;
    private final ScheduledExecutorService strand = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "listener");
        thread.setDaemon(true);
        return thread;
    });

    // All of it is touched on the strand alone.
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<WebSocket> sending = new CompletableFuture<>();
    private int connection;
    private int nextId;
    private long lastHeard = System.nanoTime();
    private volatile boolean closed;

    private Listening(Node node, Caller caller, String token, String view, String key, Recorder recorder) {
        this.node = node;
        this.caller = caller;
        this.token = token;
        this.view = view;
        this.key = key;
        this.recorder = recorder;
        this.heard = new Heard(view + ":" + key, recorder);
    }

    static Listening to(Node node, Caller caller, String token, String view, String key, Recorder recorder) {
        Listening listening = new Listening(node, caller, token, view, key, recorder);
        listening.strand.execute(listening::connect);
        listening.strand.scheduleWithFixedDelay(listening::checkSilence, 1, 1, TimeUnit.SECONDS);
        return listening;
    }

    public String view() {
        return view;
    }

    public String key() {
        return key;
    }

    /** What it heard so far. */
    public Heard heard() {
        return heard;
    }

    @Override
    public void close() {
        closed = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        strand.shutdownNow();
    }

    private void connect() {
        if (closed) {
            return;
        }
        int mine = ++connection;
        lastHeard = System.nanoTime();
        URI address = URI.create("ws://" + node.edge().getAuthority() + "/connection/websocket");
        CLIENT.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(address, new Frames(mine))
                .whenComplete((open, fault) -> onStrand(() -> {
                    if (mine != connection) {
                        abort(open);
                    } else if (open == null) {
                        comeBack(mine);
                    } else {
                        socket = open;
                        sending = CompletableFuture.completedFuture(open);
                        send(Map.of("id", ++nextId, "connect", Map.of("token", token)));
                        subscribe();
                    }
                }));
    }

    private void subscribe() {
        Map<String, Object> request = new HashMap<>(heard.position());
        request.putAll(Map.of("channel", channel(), "positioned", true, "recoverable", true));
        send(Map.of("id", ++nextId, "subscribe", request));
    }

    private String channel() {
        return view + ":" + key;
    }

    private void take(JsonNode frame) {
        lastHeard = System.nanoTime();
        if (frame.isEmpty()) {
            send(Map.of());
        } else if (frame.has("error")) {
            recorder.note(
                    "hub", "channel", channel(), "error", frame.path("error").toString());
            again();
        } else if (frame.has("subscribe")) {
            if (heard.subscribed(frame.path("subscribe"))) {
                readRow();
            }
        } else if (frame.path("push").has("pub")) {
            heard.published(frame.path("push").path("pub"));
        } else if (frame.path("push").has("unsubscribe")) {
            recorder.note(
                    "hub",
                    "channel",
                    channel(),
                    "unsubscribed",
                    frame.path("push").toString());
            later(this::subscribe);
        } else if (frame.path("push").has("disconnect")) {
            recorder.note(
                    "hub",
                    "channel",
                    channel(),
                    "disconnect",
                    frame.path("push").toString());
        }
    }

    /** What is missing is in the row; not in every cache's copy of it. */
    private void readRow() {
        try {
            Answer row = caller.view(view, key, "Cache-Control", "no-cache");
            if (row.status() == 200) {
                heard.read(Long.parseLong(row.header("ETag").replaceAll("[^0-9]", "")));
            } else if (row.status() != 404) {
                later(this::readRow);
            }
        } catch (RuntimeException away) {
            later(this::readRow);
        }
    }

    private void send(Object frame) {
        WebSocket open = socket;
        if (open != null) {
            // one at a time, as the socket demands
            sending = sending.handle((done, fault) -> open.sendText(text(frame), true))
                    .thenCompose(sent -> sent);
        }
    }

    private static String text(Object frame) {
        try {
            return JSON.writeValueAsString(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void again() {
        abort(socket);
        socket = null;
        comeBack(connection);
    }

    private void comeBack(int from) {
        later(() -> {
            if (from == connection) {
                connect();
            }
        });
    }

    private void checkSilence() {
        if (System.nanoTime() - lastHeard > SILENCE_NANOS) {
            again();
        }
    }

    private void later(Runnable step) {
        if (!closed) {
            int pause = LEAST_PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(MORE_PAUSE_MILLIS);
            try {
                var unused = strand.schedule(step, pause, TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.RejectedExecutionException closing) {
                // nobody waits for it any more
            }
        }
    }

    private void onStrand(Runnable step) {
        try {
            strand.execute(step);
        } catch (java.util.concurrent.RejectedExecutionException closing) {
            // nobody waits for it any more
        }
    }

    private static void abort(@Nullable WebSocket open) {
        if (open != null) {
            open.abort();
        }
    }

    /** What one connection brings. */
    private final class Frames implements WebSocket.Listener {
        private final int mine;
        private final StringBuilder partial = new StringBuilder();

        private Frames(int mine) {
            this.mine = mine;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                onStrand(() -> text.lines().filter(line -> mine == connection).forEach(line -> take(parse(line))));
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            onStrand(() -> ended("closed " + code));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable fault) {
            onStrand(() -> ended(fault.toString()));
        }

        private void ended(String how) {
            recorder.note("hub", "channel", channel(), "ended", how);
            if (mine == connection) {
                socket = null;
                comeBack(mine);
            }
        }

        private JsonNode parse(String line) {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new UncheckedIOException("the hub sent no JSON: " + line, e);
            }
        }
    }
}
