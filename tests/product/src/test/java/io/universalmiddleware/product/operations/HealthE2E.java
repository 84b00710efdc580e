package io.universalmiddleware.product.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health is told without a token, each dependency by its name, and no secret with it. */
@BootedProduct
class HealthE2E {
    private final Product product;
    private final Caller nobody;

    HealthE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/started", "/health/live", "/health/ready", "/health"})
    void isUp(String path) {
        Awaitility.await().untilAsserted(() -> {
            Answer answer = nobody.get(path).isStatus(200);

            assertThat(answer.json().path("status").asText()).isEqualTo("UP");
            assertThat(answer.json().path("checks")).isNotEmpty().allSatisfy(check -> {
                assertThat(check.path("name").asText()).isNotBlank();
                assertThat(check.path("status").asText()).isEqualTo("UP");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "kafka", "redis"})
    void readinessNamesEachStore(String store) {
        JsonNode checks = nobody.get("/health/ready").json().path("checks");

        assertThat(StreamSupport.stream(checks.spliterator(), false)
                        .map(check -> check.path("name").asText().toLowerCase(Locale.ROOT)))
                .anySatisfy(name -> assertThat(name).contains(store));
    }

    @Test
    void tellsNoSecret() {
        String password = product.stack().postgres().orElseThrow().password();

        assertThat(nobody.get("/health").body()).doesNotContain(password);
        assertThat(nobody.get("/metrics").body()).doesNotContain(password);
        assertThat(product.log()).noneMatch(line -> line.contains(password));
    }
}
