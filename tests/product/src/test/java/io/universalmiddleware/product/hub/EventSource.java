package io.universalmiddleware.product.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An event source reads a channel as server-sent events (WHATWG HTML, section 9.2). */
public final class EventSource implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<InputStream> response;

    /** @param type {@code message} unless the server named another */
    public record Event(@Nullable String id, String type, String data) {}

    private EventSource(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-source");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param lastEventId null for a first connection */
    public static EventSource on(URI server, String token, String channel, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.resolve("/connection/sse?channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8)))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return new EventSource(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    public int status() {
        return response.statusCode();
    }

    public String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** The events of type {@code message} so far. */
    public List<Event> messages() {
        return events.stream().filter(event -> event.type().equals("message")).toList();
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    public List<Event> awaitMessages(int count) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(messages()).hasSizeGreaterThanOrEqualTo(count));
        return messages();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }

    private void read() {
        try (var lines =
                new java.io.BufferedReader(new java.io.InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = null;
            String type = "message";
            List<String> data = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(id, type, String.join("\n", data)));
                    }
                    type = "message";
                    data.clear();
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    type = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.add(line.substring(5).strip());
                }
            }
        } catch (IOException closed) {
            // by the test, or by the server: the events tell
        }
    }
}
