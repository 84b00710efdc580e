package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Calls of the running platform's REST API, as an administrator. */
final class Calling {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Calling() {}

    /**
     * Sends a request through the edge.
     *
     * @return the answer's JSON; null node if it has none
     * @throws StoreException saying why, if it was refused or there was no usable answer
     */
    static JsonNode send(Stack stack, String user, TenantId tenant, String method, String path, @Nullable String body) {
        String token = stack.tokens().issue(user, tenant.value(), List.of("admin", "user"), Duration.ofMinutes(5));
        URI uri = stack.addresses().edge().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = JSON.readTree(answer.body());
            if (answer.statusCode() / 100 != 2) {
                throw new StoreException(refusal(answer.statusCode(), json));
            }
            return json;
        } catch (IOException e) {
            throw new StoreException(uri + " gave no usable answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }

    /**
     * Copies what a GET through the edge answers.
     *
     * @throws StoreException saying why, if it was refused or there was no usable answer
     */
    static void copy(Stack stack, String user, TenantId tenant, String path, OutputStream to) {
        String token = stack.tokens().issue(user, tenant.value(), List.of("admin", "user"), Duration.ofMinutes(5));
        URI uri = stack.addresses().edge().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    throw new StoreException(refusal(answer.statusCode(), JSON.readTree(body)));
                }
                body.transferTo(to);
                to.flush();
            }
        } catch (IOException e) {
            throw new StoreException(uri + " gave no usable answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }

    /** A problem in one line, and a line for each violation. */
    private static String refusal(int status, JsonNode problem) {
        StringJoiner text = new StringJoiner("\n");
        String detail = problem.path("detail").asText("");
        text.add("Refused (" + status + "): " + problem.path("title").asText("no reason given")
                + (detail.isEmpty() ? "" : ". " + detail));
        StreamSupport.stream(problem.path("violations").spliterator(), false)
                .forEach(v -> text.add("  " + v.path("pointer").asText() + " "
                        + v.path("message").asText()));
        return text.toString();
    }
}
