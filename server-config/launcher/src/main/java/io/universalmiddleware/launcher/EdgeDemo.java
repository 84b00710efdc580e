package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.launcher.demo.DemoException;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.launcher.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Shows a tenant's traffic at the edge: limited, cached, purged by an event, failed over. Two demo origins of its own answer, on free ports;
 * the tenant's configuration is put in place as one document, and stays.
 */
final class EdgeDemo {
    private static final TenantId TENANT = new TenantId("demo-edge");
    private static final String CACHED = "/cacheable?max-age=600&tag=view:course";
    private static final String NUMBER = "X-Origin-Request";
    private static final int LIMIT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stack stack;
    private final Calling calling;
    private final TenantId operator;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    EdgeDemo(Installation installation, Stack stack, PrintStream out) {
        this.stack = stack;
        this.calling = new Calling(installation, stack);
        this.operator = new TenantId(installation.configuration().get(OperatorTenant.SETTING));
        this.out = out;
    }

    /** Does it all; returns whether everything went as it should. */
    boolean run() {
        try (DemoOrigin first = DemoOrigin.start("first", 0);
                DemoOrigin second = DemoOrigin.start("second", 0)) {
            JsonNode applied = calling.send(
                    Demonstration.USER,
                    operator,
                    "PUT",
                    "/admin/v1/config?tenant=" + TENANT.value() + "&note=um+demo",
                    document(first.uri(), second.uri()).toString());
            out.println("6  Edge      tenant " + TENANT.value() + " at revision "
                    + applied.path("revision").asLong());
            boolean served = until(() -> get("/"), answer -> answer.statusCode() == 200);
            return served & limited() & cachedAndPurged() & failedOver(first);
        } catch (IOException noPort) {
            throw new DemoException("A demo origin cannot listen: " + noPort.getMessage(), noPort);
        }
    }

    private boolean limited() {
        int passed = 0;
        int refused = 0;
        for (int i = 0; i < 3 * LIMIT; i++) {
            int status = get("/limited").statusCode();
            passed += status == 200 ? 1 : 0;
            refused += status == 429 ? 1 : 0;
        }
        out.printf("             limited: of %d requests %d passed and %d got 429%n", 3 * LIMIT, passed, refused);
        return passed + refused == 3 * LIMIT && refused > 0;
    }

    private boolean cachedAndPurged() {
        HttpResponse<String> answer = get(CACHED);
        String first = "";
        Instant end = Instant.now().plus(PATIENCE);
        while (!field(answer, NUMBER).equals(first) && Instant.now().isBefore(end)) {
            first = field(answer, NUMBER);
            answer = get(CACHED);
        }
        String stored = field(answer, NUMBER);
        boolean hit = stored.equals(first);
        out.println("             cached: " + field(answer, "Cache-Status"));
        ObjectNode course = JsonNodeFactory.instance.objectNode().put("type", "gopro.CreateCourse");
        String slug = "edge-" + Long.toString(System.currentTimeMillis(), 36);
        course.put("aggregateId", slug);
        ObjectNode payload = course.putObject("payload").put("title", "The edge");
        payload.putArray("lessons").addObject().put("slug", "one").put("title", "One");
        JsonNode command = calling.send(Demonstration.USER, TENANT, "POST", "/api/v1/commands", course.toString());
        Instant start = Instant.now();
        boolean purged = until(() -> get(CACHED), anew -> !field(anew, NUMBER).equals(stored));
        out.printf(
                "             purged: command %s changed the view that the answer is tagged with; fetched anew after %d ms%n",
                command.path("id").asText(),
                Duration.between(start, Instant.now()).toMillis());
        return hit && purged;
    }

    private boolean failedOver(DemoOrigin first) {
        boolean before =
                until(() -> get("/"), answer -> field(answer, "X-Origin").equals("first"));
        first.close();
        boolean over = until(
                () -> get("/"),
                answer ->
                        answer.statusCode() == 200 && field(answer, "X-Origin").equals("second"));
        out.printf(
                "             failed over: %s answered, was stopped, then %s%n",
                before ? "first" : "nobody", over ? "second" : "nobody");
        return before && over;
    }

    private static boolean until(Supplier<HttpResponse<String>> asking, Predicate<HttpResponse<String>> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (wanted.test(asking.get())) {
                return true;
            }
        }
        return false;
    }

    private HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(stack.addresses().edge().resolve(path))
                .timeout(PATIENCE)
                .header("X-Tenant", TENANT.value())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new DemoException(request.uri() + " gave no answer: " + broken, broken);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", hurried);
        }
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode document(URI first, URI second) {
        return YamlText.read("""
                tenants: [{slug: %1$s, name: Demo of the edge}]
                origins:
                  - {tenant: %1$s, name: both, targets: [{url: "%2$s"}, {url: "%3$s", backup: true}],
                     health: {path: /health, interval: 500ms}}
                routes:
                  - {tenant: %1$s, name: everything, match: {prefix: /}, origin: both}
                  - {tenant: %1$s, name: cached, match: {prefix: /cacheable}, origin: both, cache: {}}
                  - {tenant: %1$s, name: limited, match: {prefix: /limited}, origin: both,
                     limit: {requests: %4$d, per: 1m}}
                """.formatted(TENANT.value(), first, second, LIMIT));
    }
}
