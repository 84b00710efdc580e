package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A route with a cache, from its document to its purge by an event. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeCacheE2E {
    private static final String BY = "X-Origin-Request";

    private final Product product;
    private final String tenant;
    private final Caller operator;
    private final Caller client;
    private DemoOrigin origin;

    EdgeCacheE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.client = new Caller(product.edge(), null);
    }

    @BeforeAll
    void start() throws IOException {
        origin = DemoOrigin.start("cached", 0);
        create("tenants", "{'slug':'%s','name':'Shop'}".formatted(tenant));
        create("origins", "{'tenant':'%s','name':'demo','targets':[{'url':'%s'}]}".formatted(tenant, origin.uri()));
        create(
                "routes",
                "{'tenant':'%s','name':'shop','match':{'prefix':'/'},'origin':'demo','cache':{'tags':['view:course']}}"
                        .formatted(tenant));
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @Test
    void isStoredOnceAndPurgedByKeyAndTag() {
        String path = "/cacheable?max-age=600&tag=demo&case=purge";
        Answer first = stored(path);
        assertThat(first.headers().firstValue("Surrogate-Key")).isEmpty();

        purge("'key':'/cacheable'");
        Answer second = hit(path);
        assertThat(second.header(BY)).isNotEqualTo(first.header(BY));
        purge("'tag':'demo'");
        assertThat(get(path).header(BY)).isNotEqualTo(second.header(BY));

        Answer statistics = operator.get("/admin/v1/cache/statistics").isStatus(200);
        assertThat(statistics.body()).contains("\"tenant\":\"" + tenant + "\"").contains("\"shared\":true");
    }

    @Test
    void aChangedViewPurgesWhatIsMadeOfIt() {
        String path = "/cacheable?max-age=600&case=view";
        Answer before = stored(path);

        new School(product.caller("ann", tenant)).created("one");

        Awaitility.await().untilAsserted(() -> assertThat(get(path).header(BY)).isNotEqualTo(before.header(BY)));
    }

    @Test
    void onlyWhoManagesATenantPurgesIt() {
        String body = Caller.normalized("{'tenant':'%s','prefix':'/'}".formatted(tenant));
        Caller stranger = product.caller("eve", product.freshTenant(), "admin");

        stranger.post("/admin/v1/cache/purge", body).isProblem(404, "not-found");
        product.caller("eve", tenant).post("/admin/v1/cache/purge", body).isStatus(403);
        purge(product.caller("own", tenant, "admin"), "'prefix':'/'");
        operator.post(
                        "/admin/v1/cache/purge",
                        Caller.normalized("{'tenant':'%s','key':'x','tag':'y'}".formatted(tenant)))
                .isProblem(400, "invalid-request");
        assertThat(stranger.get("/admin/v1/cache/statistics").isStatus(200).body())
                .doesNotContain(tenant);
    }

    private void create(String kind, String document) {
        operator.post("/admin/v1/" + kind, Caller.normalized(document)).isStatus(201);
    }

    private void purge(String what) {
        purge(operator, what);
    }

    /** Until it is done: an answer of Redis may be late. */
    private void purge(Caller by, String what) {
        String body = Caller.normalized("{'tenant':'%s',%s}".formatted(tenant, what));
        Awaitility.await().until(() -> by.post("/admin/v1/cache/purge", body).status() == 204);
    }

    private Answer get(String path) {
        return client.get(path, "X-Tenant", tenant).isStatus(200);
    }

    /** The first answer that is told twice: the very first one with the tag of a view is dropped, since nobody follows views before. */
    private Answer stored(String path) {
        return Awaitility.await()
                .until(() -> hit(path), answer -> get(path).header(BY).equals(answer.header(BY)));
    }

    private Answer hit(String path) {
        return Awaitility.await()
                .until(() -> get(path), answer -> answer.header("Cache-Status").contains("hit"));
    }
}
