package io.universalmiddleware.bench.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the edge serves while it is measured, put there through its control plane as one document. */
final class Served {
    /** The tenant whose routes are named by the first segment of their paths. */
    static final String TENANT = "edge";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUTES = 10;
    private static final int SERVED = 200;
    private static final int UNKNOWN = 404;

    private final MeasuredStack stack;
    private final String origin;
    private final String sink;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable ObjectNode few;

    /** @param sink takes what clients send */
    Served(MeasuredStack stack, URI origin, URI sink) {
        this.stack = stack;
        this.origin = origin.toString();
        this.sink = sink.toString();
    }

    /** The fields of a request for a tenant. */
    static Map<String, String> to(String tenant) {
        return Map.of("Host", tenant + ".localhost");
    }

    /** Ten routes: one tenant's, some of which do more than pass on. */
    void few() throws IOException, InterruptedException {
        ObjectNode document = document();
        tenant(document, TENANT);
        origin(document, TENANT, "sink", sink);
        route(document, TENANT, "small", "/small");
        route(document, TENANT, "larger", "/larger");
        route(document, TENANT, "file", "/file");
        ObjectNode guarded = route(document, TENANT, "guarded", "/guarded");
        guarded.put("auth", "required");
        guarded.putObject("limit").put("requests", 1_000_000).put("per", "1s").put("by", "key");
        route(document, TENANT, "cached", "/cached").putObject("cache");
        route(document, TENANT, "sink", "/sink").put("origin", "sink");
        for (int i = document.withArray("routes").size(); i < ROUTES; i++) {
            route(document, TENANT, "route-" + i, "/route-" + i);
        }
        send("PUT", "config", document);
        await(TENANT, "/small", SERVED);
    }

    /** The same beside as many tenants as asked for, with ten routes each; those of an earlier call go. */
    void many(int tenants) throws IOException, InterruptedException {
        ObjectNode document = few == null ? (ObjectNode) send("GET", "config", null) : few;
        few = document.deepCopy();
        for (int i = 0; i < tenants; i++) {
            String slug = slug(i);
            tenant(document, slug);
            for (int j = 0; j < ROUTES; j++) {
                route(document, slug, "route-" + j, "/route-" + j);
            }
        }
        send("PUT", "config", document);
        await(slug(tenants - 1), "/route-0", SERVED);
        await(slug(tenants), "/route-0", UNKNOWN);
    }

    static String slug(int number) {
        return "tenant-" + number;
    }

    /** A new API key's text. */
    String key() throws IOException, InterruptedException {
        ObjectNode key = JSON.createObjectNode().put("tenant", TENANT).put("name", "bench");
        return send("POST", "api-keys", key).path("key").asText();
    }

    private static ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        for (String kind : new String[] {"tenants", "origins", "routes", "api-keys", "limits"}) {
            document.putArray(kind);
        }
        return document;
    }

    private void tenant(ObjectNode document, String slug) {
        add(document, "tenants").put("slug", slug).put("name", slug);
        origin(document, slug, "origin", origin);
    }

    private static void origin(ObjectNode document, String tenant, String name, String url) {
        ObjectNode made = add(document, "origins").put("tenant", tenant).put("name", name);
        made.putArray("targets").addObject().put("url", url);
    }

    private static ObjectNode route(ObjectNode document, String tenant, String name, String prefix) {
        ObjectNode route =
                add(document, "routes").put("tenant", tenant).put("name", name).put("origin", "origin");
        route.putObject("match").put("prefix", prefix);
        return route;
    }

    private static ObjectNode add(ObjectNode document, String kind) {
        ArrayNode list = document.withArray(kind);
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        list.add(entry);
        return entry;
    }

    /** Returns when the edge serves what was put there, which it does a moment after the answer if that is much. */
    private void await(String tenant, String path, int status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stack.addresses().edge().resolve(path))
                .header("X-Tenant", tenant)
                .build();
        long begin = System.nanoTime();
        while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != status) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new BenchException("the edge does not serve its configuration");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stack.addresses().http().resolve("/admin/v1/" + path))
                .header("Authorization", "Bearer " + stack.token())
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new BenchException(
                    "the edge does not take its configuration: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
