package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.stack.LiveHeap;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Connections that are open, authenticated and subscribed to a channel of their own each, and on which nothing comes. What a
 * connection costs is the live heap with them, less that without, by their number.
 */
final class IdleConnections {
    private static final int SIZE = 10_000;
    private static final Pattern NONE = Pattern.compile("(?m)^um_hub_connections(\\{.*})? 0\\.0");
    private static final int GONE_WITHIN_SECONDS = 60;

    private final MeasuredStack stack;

    IdleConnections(MeasuredStack stack) {
        this.stack = stack;
    }

    List<Figure> measure(Run run) throws IOException, InterruptedException {
        String token = stack.token();
        int port = stack.addresses().hub().getPort();
        awaitNone();
        long before = liveBytes();
        long begin = System.nanoTime();
        double plain;
        try (Flock flock = Flock.of(port, SIZE, 0, i -> Speech.hub(token, ""))) {
            run.say("%,d connections within %.1f s", SIZE, (System.nanoTime() - begin) / 1e9);
            plain = (liveBytes() - before) / 1024.0 / SIZE;
            flock.delivered();
        }
        awaitNone();
        double subscribed;
        try (Flock flock = Flock.of(port, SIZE, 0, i -> Speech.hub(token, "idle:" + i))) {
            subscribed = (liveBytes() - before) / 1024.0 / SIZE;
            flock.delivered();
        }
        run.say("heap per connection %.1f KiB, with a channel of its own %.1f KiB", plain, subscribed);
        return List.of(
                Figure.alone("hub.idle.connections", SIZE, "count"),
                Figure.alone("hub.idle.heap", plain, "KiB each"),
                Figure.alone("hub.idle.heap-with-channel", subscribed, "KiB each"));
    }

    /** Returns when the hub has let go of all connections. */
    private void awaitNone() throws IOException, InterruptedException {
        URI metrics = stack.addresses().http().resolve("/metrics");
        HttpClient http = HttpClient.newHttpClient();
        long begin = System.nanoTime();
        while (!NONE.matcher(http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .find()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(GONE_WITHIN_SECONDS)) {
                throw new BenchException("the hub still has connections that were closed");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private long liveBytes() throws IOException, InterruptedException {
        return LiveHeap.bytes(stack.stack().platform().pid());
    }
}
