package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.node.NodeScript;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document describes every resource, and a linter that we did not write finds no error in it. */
@BootedProduct
class OpenApiE2E {
    private final Caller nobody;

    OpenApiE2E(Product product) {
        this.nobody = new Caller(product.edge(), null);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/commands, post",
        "/api/v1/commands, get",
        "/api/v1/commands/{id}, get",
        "/api/v1/commands/{id}/timeline, get",
        "/api/v1/views/{view}/{key}, get",
    })
    void describes(String path, String method) {
        JsonNode operation = document().path("paths").path(path).path(method);

        assertThat(operation.path("summary").asText()).as("%s %s", method, path).isNotBlank();
        assertThat(operation.path("operationId").asText()).isNotBlank();
        assertThat(operation.path("responses").fieldNames())
                .toIterable()
                .anyMatch(status -> status.startsWith("2"))
                .contains("401");
        operation.path("responses").properties().forEach((Map.Entry<String, JsonNode> response) -> {
            assertThat(response.getValue().path("description").asText()).isNotBlank();
            if (response.getKey().startsWith("4") || response.getKey().startsWith("5")) {
                assertThat(response.getValue().path("content").fieldNames())
                        .toIterable()
                        .as("%s %s %s", method, path, response.getKey())
                        .containsExactly("application/problem+json");
            }
        });
    }

    @Test
    void describesNothingTwiceOrThatIsNotThere() {
        Caller asker = nobody;

        document().path("paths").fieldNames().forEachRemaining(path -> {
            assertThat(path).startsWith("/");
            Answer answer = asker.get(path.replaceAll("\\{[^}]+}", "x"));
            assertThat(answer.status()).as("GET %s: %s", path, answer).isNotEqualTo(404);
        });
    }

    @Test
    void aLinterFindsNoError() throws IOException, InterruptedException {
        Path file = Files.createTempFile(Product.TARGET, "openapi", ".json");
        Files.writeString(file, document().toString());
        try (NodeScript linter = NodeScript.start("lint-openapi.mjs", file.toString())) {
            int status = linter.exitStatus();

            assertThat(linter.told("error")).isEmpty();
            assertThat(linter.told("done")).as(linter.lines().toString()).hasSize(1);
            assertThat(status).isZero();
            List<JsonNode> warnings = linter.told("warn");
            warnings.forEach(warning -> System.out.println("OpenAPI linter: " + warning));
        } finally {
            Files.delete(file);
        }
    }

    private JsonNode document() {
        return nobody.get("/openapi", "Accept", "application/json")
                .isStatus(200)
                .json();
    }
}
