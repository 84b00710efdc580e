package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How long and how often an origin is asked that fails, hangs or is slow, and when it is left alone. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttemptsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NO_OUTLIERS = ",'outlier':{'enabled':false}";

    private final Product product;
    private final ServedTenant tenant;
    private final SilentOrigin silent = new SilentOrigin();
    private DemoOrigin good;
    private DemoOrigin broken;

    AttemptsE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void start() throws IOException {
        good = DemoOrigin.start("good", 0);
        broken = DemoOrigin.start("broken", 0);
        new Caller(broken.uri(), null).get("/break").isStatus(200);
    }

    @AfterAll
    void stop() throws IOException {
        good.close();
        broken.close();
        silent.close();
    }

    @Test
    void anOriginThatFailsIsLeftAloneUntilProbesSucceed() {
        String origin = serve(
                "fragile",
                NO_OUTLIERS
                        + ",'retries':{'attempts':1},'breaker':{'failurePercent':50,'minimum':4,'window':'60s','open':'1h','probes':1}",
                good.uri());
        for (int i = 0; i < 4; i++) {
            tenant.get("/fragile/fail?status=500").isStatus(500);
        }

        assertThat(tenant.get("/fragile").isProblem(503, "unavailable").header("Retry-After"))
                .isNotBlank();
        JsonNode breaker = tenant.state(origin).path("breaker");
        assertThat(breaker.path("state").asText()).isEqualTo("open");
        assertThat(breaker.path("reason").asText()).contains("500");
        await().atMost(PATIENCE)
                .until(() -> new Caller(product.edge(), null)
                        .get("/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("um_edge_origin_breaker_open{")
                                && line.contains(tenant.slug())
                                && line.contains("fragile")
                                && line.endsWith(" 1.0")));

        tenant.patch(origin, "{'breaker':{'open':'100ms'}}");

        await().atMost(PATIENCE).until(() -> tenant.get("/fragile").status() == 200);
        await().atMost(PATIENCE)
                .until(() -> tenant.state(origin)
                        .path("breaker")
                        .path("state")
                        .asText()
                        .equals("closed"));
    }

    @Test
    void whatIsSafeIsSentAgainAndWhatIsNotIsNot() {
        serve(
                "mixed",
                NO_OUTLIERS
                        + ",'balance':'round-robin','breaker':{'enabled':false},'retries':{'attempts':2,'on':['503'],'backoff':'1ms'}",
                good.uri(),
                broken.uri());
        for (int i = 0; i < 4; i++) {
            assertThat(tenant.get("/mixed").isStatus(200).header("X-Origin")).isEqualTo("good");
            tenant.post("/mixed", "{}", "Idempotency-Key", "key-" + i).isStatus(200);
        }

        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(tenant.post("/mixed", "{}").status());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 503);
    }

    @Test
    void anOriginThatFailsIsAskedNoOftenerThanItsBudgetForRetriesAllows() {
        String retries = ",'breaker':{'enabled':false},'retries':{'attempts':3,'on':['503'],'backoff':'0s'%s}";
        serve("persistent", NO_OUTLIERS + retries.formatted(""), broken.uri());
        serve("frugal", NO_OUTLIERS + retries.formatted(",'budgetPercent':0"), broken.uri());

        long before = number(tenant.get("/frugal"));
        assertThat(number(tenant.get("/frugal"))).isEqualTo(before + 1);
        assertThat(number(tenant.get("/persistent"))).isEqualTo(before + 4);
    }

    private static long number(Answer failed) {
        return Long.parseLong(failed.isStatus(503).header("X-Origin-Request"));
    }

    @Test
    void anotherTargetIsAskedWhereOneHangs() {
        serve("hedged", NO_OUTLIERS + ",'balance':'round-robin','hedge':{'after':'1ms'}", good.uri(), silent.uri());
        int before = silent.asked();

        for (int i = 0; i < 4; i++) {
            assertThat(tenant.get("/hedged").isStatus(200).header("X-Origin")).isEqualTo("good");
        }

        await().atMost(PATIENCE).until(() -> silent.asked() > before);
    }

    @Test
    void anOriginThatSaysNothingInTimeIs504() {
        serve("hangs", NO_OUTLIERS + ",'timeouts':{'firstByte':'300ms'}", silent.uri());
        tenant.route(
                "hangs-in-all", "hangs", "'match':{'prefix':'/all'},'timeouts':{'firstByte':'1m','total':'300ms'}");

        assertThat(tenant.get("/hangs").isStatus(504).header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(tenant.get("/all").isStatus(504).json().path("requestId").asText())
                .isNotBlank();
    }

    /** Where the origin's document is. */
    private String serve(String name, String fields, URI... targets) {
        String origin = tenant.origin(name, fields, targets);
        tenant.route(name, name, "'match':{'prefix':'/" + name + "'}");
        return origin;
    }
}
