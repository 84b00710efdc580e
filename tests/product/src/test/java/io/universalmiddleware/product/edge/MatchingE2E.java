package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a tenant's routes a request takes: by its path in each spelling, its fields, its query and its method. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchingE2E {
    private final ServedTenant tenant;
    private DemoOrigin origin;

    MatchingE2E(Product product) {
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        origin = DemoOrigin.start("matched", 0);
        tenant.origin("demo", "", origin.uri());
        route("exact", "{'path':'/items/first'}");
        route("template", "{'template':'/items/{id}'}");
        route("prefix", "{'prefix':'/items'}");
        route("regex", "{'regex':'/[a-z]+-[0-9]{2,4}'}");
        route("field", "{'prefix':'/items','headers':{'X-Kind':'new'}}");
        route("query", "{'prefix':'/items','query':{'view':'short'}}");
        route("written", "{'path':'/items/first','methods':['PUT']}");
        route("read", "{'path':'/read','methods':['GET']}");
        tenant.route("preferred", "demo", named("{'regex':'/items/9+'}") + ",'priority':10");
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /items/first,            exact",
        "PUT,    /items/first,            written",
        "GET,    /items/7,                template",
        "GET,    /items/9,                preferred",
        "DELETE, /items/7/parts/1,        prefix",
        "GET,    /items/7/parts?view=short, query",
        "GET,    /items/7/parts?view=long,  prefix",
        "GET,    /week-2026,              regex",
        "HEAD,   /read,                   read"
    })
    void aRequestTakesTheRouteThatSaysMost(String method, String target, String route) {
        assertThat(tenant.send(method, target, null).isStatus(200).header("X-Route"))
                .isEqualTo(route);
    }

    @Test
    void aFieldChoosesARoute() {
        assertThat(tenant.get("/items/7/parts", "X-Kind", "new").header("X-Route"))
                .isEqualTo("field");
        assertThat(tenant.get("/items/7/parts", "X-Kind", "old").header("X-Route"))
                .isEqualTo("prefix");
    }

    @Test
    void whatNoRouteTakesIsSaidSo() {
        tenant.get("/week-20265").isProblem(404, "not-found");
        tenant.get("/Week-2026").isProblem(404, "not-found");
        assertThat(tenant.post("/read", "{}").isStatus(405).header("Allow")).isEqualTo("GET, HEAD");
    }

    private void route(String name, String match) {
        tenant.route(name, "demo", named(match));
    }

    /** The answer says which route it came through. */
    private static String named(String match) {
        return "'match':" + match + ",'headers':{'response':{'set':{'X-Route':'{route}'}}}";
    }
}
