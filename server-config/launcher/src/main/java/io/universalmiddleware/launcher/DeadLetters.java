package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dead letters of a tenant of the running platform, as its REST API tells them to an administrator. */
final class DeadLetters {
    private static final String PATH = "/api/v1/dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--tenant", defaultValue = Demonstration.TENANT, description = "Whose (default: ${DEFAULT-VALUE}).")
    private String tenant = Demonstration.TENANT;

    @Option(
            names = "--user",
            defaultValue = Demonstration.USER,
            description = "As whom, for the audit (default: ${DEFAULT-VALUE}).")
    private String user = Demonstration.USER;

    /** @param parameters those without a value are left out */
    JsonNode get(String path, Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.add(name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return send("GET", path + query, null);
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body.toString());
    }

    /**
     * Reads a file's JSON.
     *
     * @throws StoreException saying why it cannot
     */
    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new StoreException(file + " is no readable JSON: " + e.getMessage());
        }
    }

    static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    private JsonNode send(String method, String path, @Nullable String body) {
        Stack stack = installation.runningStack();
        String token = stack.tokens()
                .issue(user, new TenantId(tenant).value(), List.of("admin", "user"), Duration.ofMinutes(5));
        URI uri = stack.addresses().edge().resolve(PATH + path);
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
