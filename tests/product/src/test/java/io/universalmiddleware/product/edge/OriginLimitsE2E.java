package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A limit of an origin counts what goes to it, over all of its tenant's routes. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginLimitsE2E {
    private static final String LIMIT = ",'limit':{'name':'backend','by':'global','requests':%d,'per':'31d'}";

    private final ServedTenant tenant;
    private DemoOrigin origin;
    private String busy;

    OriginLimitsE2E(Product product) {
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        origin = DemoOrigin.start("limited", 0);
        tenant.origin("ready", LIMIT.formatted(1_000_000), origin.uri());
        tenant.route("ready", "ready", "'match':{'prefix':'/ready'}");
        await("/ready", 200);
        SharedCounts.await(tenant.operator());
        busy = tenant.origin("busy", LIMIT.formatted(4), origin.uri());
        tenant.origin("quiet", LIMIT.formatted(4), origin.uri());
        tenant.origin("free", "", origin.uri());
        tenant.route("one", "busy", "'match':{'prefix':'/one'}");
        tenant.route("two", "busy", "'match':{'prefix':'/two'},'limit':{'requests':1000,'per':'1m'}");
        tenant.route(
                "three",
                "quiet",
                "'match':{'prefix':'/three'},'split':{'rules':[{'origin':'busy','headers':{'X-Canary':'busy'}},{'origin':'free','headers':{'X-Canary':'free'}}]}");
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @Test
    void allRoutesToAnOriginAreCountedTogetherAndAnotherOriginIsNot() {
        assertThat(remaining("/one")).contains("3");
        assertThat(remaining("/two")).contains("2");
        assertThat(remaining("/three", "X-Canary", "busy")).contains("1");
        assertThat(remaining("/one")).contains("0");

        Answer refused = tenant.get("/two").isProblem(429, "too-many-requests");
        assertThat(refused.json().path("detail").asText()).contains("'backend' of 4 requests");
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("4");
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.header("RateLimit")).startsWith("\"backend\";r=0;t=");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"ip\";q=1000;w=60, \"backend\";q=4;w=2678400");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
        tenant.get("/three", "X-Canary", "busy").isProblem(429, "too-many-requests");
        assertThat(remaining("/three")).as("the other origin's own").contains("3");
        assertThat(remaining("/three", "X-Canary", "free")).isEmpty();

        tenant.patch(busy, "{'limit':{'requests':6}}");
        await("/one", 200);
        assertThat(remaining("/two")).as("what was used stays used").contains("0");
        tenant.get("/one").isProblem(429, "too-many-requests");

        tenant.patch(busy, "{'limit':null}");
        await("/one", 200);
        assertThat(remaining("/one")).isEmpty();
    }

    @Test
    void aLimitOfAnOriginCountsWhatAVersionSendsThere() {
        tenant.origin("old", LIMIT.formatted(2), origin.uri());
        tenant.route("one-old", "old", "'match':{'prefix':'/old'}");
        tenant.route(
                "versions",
                "free",
                "'match':{'prefix':'/versions'},'versions':{'header':'API-Version','default':'2','versions':[{'name':'1','origin':'old'},{'name':'2'}]},"
                        + "'split':{'rules':[{'origin':'old','headers':{'X-Canary':'old'}}]}");
        await("/versions", 200);

        assertThat(remaining("/versions", "API-Version", "1")).contains("1");
        assertThat(remaining("/old")).contains("0");

        Answer refused = tenant.get("/versions", "API-Version", "1").isProblem(429, "too-many-requests");
        assertThat(refused.json().path("detail").asText()).contains("'backend' of 2 requests");
        tenant.get("/versions", "X-Canary", "old").isProblem(429, "too-many-requests");
        assertThat(remaining("/versions"))
                .as("the route's own origin has no limit")
                .isEmpty();
    }

    private Optional<String> remaining(String path, String... headers) {
        return tenant.get(path, headers).isStatus(200).headers().firstValue("X-RateLimit-Remaining");
    }

    private void await(String path, int status) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> tenant.get(path).status() == status);
    }
}
