package io.universalmiddleware.product.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A caller is a client of the platform API with one token. */
public final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final URI base;
    private final @Nullable String token;
    private final Duration patience;

    /** @param token null to send none */
    public Caller(URI base, @Nullable String token) {
        this(base, token, PATIENCE);
    }

    private Caller(URI base, @Nullable String token, Duration patience) {
        this.base = base;
        this.token = token;
        this.patience = patience;
    }

    /** The same, who gives a request up after another time than a minute. */
    public Caller withPatience(Duration other) {
        return new Caller(base, token, other);
    }

    /** Sends a command and waits for its end, as long as the platform lets one wait. */
    public Answer perform(String type, String aggregateId, Object payload) {
        return submit(type, aggregateId, payload, "Prefer", "wait=25");
    }

    /** @param headers names and values by turns */
    public Answer submit(String type, String aggregateId, Object payload, String... headers) {
        return post("/api/v1/commands", command(type, aggregateId, payload), headers);
    }

    public CompletableFuture<Answer> submitting(String type, String aggregateId, Object payload, String... headers) {
        return sending("POST", "/api/v1/commands", command(type, aggregateId, payload), headers);
    }

    public Answer view(String view, String key, String... headers) {
        return get("/api/v1/views/" + view + "/" + key, headers);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        try {
            return answer(CLIENT.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public CompletableFuture<Answer> sending(String method, String path, @Nullable String body, String... headers) {
        return CLIENT.sendAsync(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString())
                .thenApply(Caller::answer);
    }

    public static String command(String type, String aggregateId, Object payload) {
        return json(Map.of("type", type, "aggregateId", aggregateId, "payload", payload));
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** JSON as the platform writes it, from JSON with single quotes. */
    public static String normalized(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"')).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private HttpRequest request(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(patience)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
