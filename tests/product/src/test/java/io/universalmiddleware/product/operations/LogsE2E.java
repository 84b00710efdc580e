package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log is JSON, a line each, says little at the start, and nothing a stranger wants it to say. */
@BootedProduct
class LogsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FEW = 40;

    private final Product product;

    LogsE2E(Product product) {
        this.product = product;
    }

    @Test
    void everyLineIsAJsonObjectWithTimeLevelAndMessage() throws IOException {
        for (String line : product.log()) {
            JsonNode entry = JSON.readTree(line);
            assertThat(entry.isObject()).as(line).isTrue();
            if (entry.has("LogMessage")) {
                // the application server's own form, before the platform is there
                continue;
            }
            assertThat(java.time.Instant.parse(entry.path("time").asText())).isNotNull();
            assertThat(entry.path("level").asText()).as(line).isIn("DEBUG", "INFO", "WARN", "ERROR");
            assertThat(entry.path("message").asText()).as(line).isNotBlank();
        }
    }

    @Test
    void theStartIsFewLines() {
        List<String> lines = product.linesOfStart();

        assertThat(lines).hasSizeBetween(1, FEW);
        assertThat(lines).noneMatch(line -> line.contains("\"level\":\"ERROR\""));
    }

    @Test
    void nobodyWritesLinesIntoIt() {
        Caller caller = product.caller("ann\n{\"level\":\"ERROR\",\"message\":\"forged\"}", product.freshTenant());
        caller.get("/api/v1/commands", "User-Agent", "x{\"message\":\"forged\"}");
        caller.perform("gopro.EnrolLearner", "a:b", School.enrolment("a", "b"));

        assertThat(product.log()).noneMatch(line -> line.startsWith("{\"level\":\"ERROR\",\"message\":\"forged\"}"));
    }

    @Test
    void noTokenIsWritten() {
        String tenant = product.freshTenant();
        String token = product.token("ann", tenant);
        new Caller(product.edge(), token + "x").get("/api/v1/commands");
        new Caller(product.edge(), token).get("/api/v1/commands");

        assertThat(product.log()).noneMatch(line -> line.contains(token.substring(token.length() - 20)));
    }
}
