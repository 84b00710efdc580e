package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Administrators change what is logged while the platform runs; nobody else does. */
@BootedProduct
class LogLevelsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUESTS = "io.universalmiddleware.runtime.rest.RequestFilter";
    private static final String HANDLING = "io.universalmiddleware.processor.handling";
    private static final String LEVELS = "/api/v1/log-levels/";

    private final Product product;
    private final String tenant;
    private final Caller admin;

    LogLevelsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.admin = product.caller("root", "operator", "admin");
    }

    @Test
    void aLevelIsInForceAtOnceAndTheLineCarriesEveryId() {
        ask("before-1");
        JsonNode changed = admin.send("PUT", LEVELS + REQUESTS, "{\"level\":\"FINE\"}")
                .isStatus(200)
                .json();
        assertThat(changed.path("level").asText()).isEqualTo("FINE");
        try {
            String trace = ask("during-1");

            JsonNode line = Awaitility.await()
                    .until(() -> lineOf("during-1"), Optional::isPresent)
                    .orElseThrow();
            assertThat(line.path("level").asText()).isEqualTo("DEBUG");
            assertThat(line.path("logger").asText()).isEqualTo(REQUESTS);
            assertThat(line.path("traceId").asText()).isEqualTo(trace);
            assertThat(line.path("tenant").asText()).isEqualTo(tenant);
            assertThat(line.path("user").asText()).isEqualTo("ann");
            assertThat(line.path("message").asText()).startsWith("GET /api/v1/commands: 200");
            assertThat(admin.get("/api/v1/log-levels").isStatus(200).body()).contains(REQUESTS);
        } finally {
            admin.send("DELETE", LEVELS + REQUESTS, null).isStatus(204);
        }
        ask("after-1");
        ask("after-2");
        assertThat(lineOf("before-1")).isEmpty();
        assertThat(lineOf("after-1")).isEmpty();
        admin.send("DELETE", LEVELS + REQUESTS, null).isStatus(404);
    }

    @Test
    void aHandledCommandsLineCarriesItsIds() {
        admin.send("PUT", LEVELS + HANDLING, "{\"level\":\"FINE\",\"for\":\"PT1M\"}")
                .isStatus(200);
        TraceContext trace = TraceContext.start();
        Answer done =
                School.succeeds(new School(product.caller("ann", tenant)).create("traceparent", trace.traceparent()));

        JsonNode line = Awaitility.await()
                .until(() -> line("commandId", done.commandId()), Optional::isPresent)
                .orElseThrow();
        assertThat(line.path("message").asText()).startsWith("Brought a gopro.CreateCourse to its end");
        assertThat(line.path("traceId").asText()).isEqualTo(trace.traceId());
        assertThat(line.path("tenant").asText()).isEqualTo(tenant);
        assertThat(line.path("user").asText()).isEqualTo("ann");
        admin.send("DELETE", LEVELS + HANDLING, null).isStatus(204);
    }

    @Test
    void aLevelForATimeEndsByItself() {
        String logger = "test." + tenant;
        JsonNode changed = admin.send("PUT", LEVELS + logger, "{\"level\":\"FINEST\",\"for\":\"PT1S\"}")
                .isStatus(200)
                .json();
        assertThat(Instant.parse(changed.path("until").asText()))
                .isBefore(Instant.now().plusSeconds(2));

        Awaitility.await().untilAsserted(() -> {
            JsonNode now = admin.get(LEVELS + logger).isStatus(200).json();
            assertThat(now.path("changed").asText()).isEqualTo("false");
            assertThat(now.path("level").asText()).isIn("WARNING", "INFO"); // as the server has it
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test.x | {'level':'LOUD'} | /level",
                "test.x | {} | /level",
                "test.x | {'level':'FINE','for':'soon'} | /for",
                "test.x | {'level':'FINE','for':'P2D'} | /for",
                "test.x | {'level':'FINE','until':'x'} | /until",
                "test.x | {'level':['FINE']} | /level",
                "te+st | {'level':'FINE'} | logger",
            })
    void saysWhatIsWrong(String logger, String body, String pointer) {
        Answer answer = admin.send("PUT", LEVELS + logger, body.replace('\'', '"'));

        answer.isProblem(400, "invalid-request");
        assertThat(answer.json().path("violations").get(0).path("pointer").asText())
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"GET", "PUT", "DELETE"})
    void othersMayNot(String method) {
        String body = method.equals("PUT") ? "{\"level\":\"FINE\"}" : null;

        product.caller("ann", tenant).send(method, LEVELS + "root", body).isProblem(403, "forbidden");
        product.caller("ann", tenant, "admin")
                .send(method, LEVELS + "root", body)
                .isProblem(403, "forbidden");
        new Caller(product.edge(), null).send(method, LEVELS + "root", body).isProblem(401, "unauthenticated");
    }

    /** Sends a request with the id, and answers its trace id. */
    private String ask(String requestId) {
        TraceContext trace = TraceContext.start();
        product.caller("ann", tenant)
                .get("/api/v1/commands", "X-Request-Id", requestId, "traceparent", trace.traceparent())
                .isStatus(200);
        return trace.traceId();
    }

    private Optional<JsonNode> lineOf(String requestId) {
        return line("requestId", requestId);
    }

    /** The tenant's first line with the id. */
    private Optional<JsonNode> line(String name, String id) {
        return product.log().stream()
                .filter(line -> line.contains("\"" + name + "\":\"" + id + "\""))
                .map(LogLevelsE2E::read)
                .filter(line -> line.path("tenant").asText().equals(tenant))
                .findFirst();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
