package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends commands as a client of the public API does: each under an idempotency key of its own, again after 429, 503 or a
 * broken connection.
 */
final class CommandClient {
    private static final int ATTEMPTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI edge;
    private final String token;

    CommandClient(URI edge, String token) {
        this.edge = edge;
        this.token = token;
    }

    /** Returns when the platform has committed the command. */
    Accepted submit(String type, String aggregateId, JsonNode payload) {
        return submit(type, aggregateId, payload, UUID.randomUUID().toString());
    }

    /** @param idempotencyKey the same key and command give the first answer again */
    Accepted submit(String type, String aggregateId, JsonNode payload, String idempotencyKey) {
        ObjectNode command = JSON.createObjectNode().put("type", type).put("aggregateId", aggregateId);
        command.set("payload", payload);
        HttpRequest request = request("/api/v1/commands")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(command.toString()))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 202 && answer.statusCode() != 200) {
            throw new DemoException(
                    "%s %s was refused: %d %s".formatted(type, aggregateId, answer.statusCode(), answer.body()));
        }
        String consistency = answer.headers().firstValue("Consistency-Token").orElse("");
        return new Accepted(UUID.fromString(json(answer).path("id").asText()), answer.statusCode(), consistency);
    }

    JsonNode get(String path) {
        return get(path, "");
    }

    /** @param consistency token of a command whose effect the answer must show; may be empty */
    JsonNode get(String path, String consistency) {
        HttpRequest.Builder request = request(path).GET();
        if (!consistency.isEmpty()) {
            request.header("Consistency-Token", consistency);
        }
        HttpResponse<String> answer = send(request.build());
        if (answer.statusCode() != 200) {
            throw new DemoException("GET %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return json(answer);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(edge.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
    }

    private HttpResponse<String> send(HttpRequest request) {
        IOException last = new IOException("busy");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 429 && answer.statusCode() != 503) {
                    return answer;
                }
                last = new IOException(answer.statusCode() + " " + answer.body());
                TimeUnit.SECONDS.sleep(
                        answer.headers().firstValueAsLong("Retry-After").orElse(1));
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("interrupted", e);
            }
        }
        throw new DemoException(
                request.uri() + " gave no answer in " + ATTEMPTS + " attempts: " + last.getMessage(), last);
    }

    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new DemoException(answer.uri() + " answered no JSON: " + answer.body(), e);
        }
    }

    /**
     * A command that the platform has committed.
     *
     * @param status 202, or 200 for the answer to an earlier request with the same key
     */
    record Accepted(UUID id, int status, String consistency) {}
}
