package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A tenant's routes change, check, split and disturb what passes them, as their documents say. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapingE2E {
    private static final String PREFLIGHT = "Access-Control-Request-Method";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Caller operator;
    private final Caller owner;
    private final Caller client;
    private final String tenant;
    private final HttpServer stable = origin("stable");
    private final HttpServer canary = origin("canary");

    ShapingE2E(Product product) {
        tenant = product.freshTenant();
        owner = product.caller("ann", tenant, "admin");
        operator = product.caller("root", "operator", "admin");
        client = new Caller(product.edge(), null);
    }

    @BeforeAll
    void configure() {
        create("tenants", "{'slug':'" + tenant + "','name':'Shaped'}");
        create("origins", "{'tenant':'%s','name':'stable','targets':[{'url':'%s'}]}".formatted(tenant, url(stable)));
        create("origins", "{'tenant':'%s','name':'canary','targets':[{'url':'%s'}]}".formatted(tenant, url(canary)));
        route(
                "rewritten",
                "{'template':'/shop/{id}'}",
                "'rewrite':{'template':{'from':'/shop/{id}','to':'/items/{id}'},'query':{'set':{'tenant':'{tenant}'}},'host':'inner.example'},"
                        + "'headers':{'request':{'set':{'X-Id':'{path.id}'}},'response':{'remove':['X-Secret']}},"
                        + "'cors':{'origins':['https://app.example'],'methods':['GET','DELETE']},'security':{},'compress':{'minBytes':0}");
        route(
                "changed",
                "{'prefix':'/orders'}",
                "'auth':'optional','validate':{'schema':{'type':'object','required':['lines']}},"
                        + "'body':{'request':{'changes':[{'set':'/tenant','text':'{tenant}'}]}},"
                        + "'versions':{'header':'API-Version','default':'2','versions':[{'name':'1','deprecated':'2026-01-01',"
                        + "'sunset':'2126-01-01'},{'name':'0','sunset':'2026-01-01'},{'name':'2'}]}");
        route(
                "split",
                "{'path':'/split'}",
                "'split':{'rules':[{'origin':'canary','headers':{'X-Canary':'yes'}}]},'fault':{'abort':{'status':503},'headers':{'X-Fault':'on'}}");
        route("down", "{'path':'/down'}", "'maintenance':{'message':'Back at noon.','retryAfter':'10m'}");
    }

    @AfterAll
    void stop() {
        stable.stop(0);
        canary.stop(0);
    }

    @Test
    void aRequestIsRewrittenAndItsAnswerSafe() {
        Answer answer = get("/shop/7?x=1", "Origin", "https://app.example");

        assertThat(answer.body()).isEqualTo("stable GET /items/7?x=1&tenant=" + tenant + " inner.example id=7 ");
        assertThat(answer.headers().firstValue("X-Secret")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aPreflightIsAnsweredByTheEdge() {
        Answer permitted = client.send(
                "OPTIONS", "/shop/7", null, "X-Tenant", tenant, "Origin", "https://app.example", PREFLIGHT, "DELETE");
        Answer refused = client.send(
                "OPTIONS", "/shop/7", null, "X-Tenant", tenant, "Origin", "https://evil.example", PREFLIGHT, "DELETE");

        assertThat(permitted.status()).isEqualTo(204);
        assertThat(permitted.header("Access-Control-Allow-Methods")).isEqualTo("GET, DELETE");
        refused.isProblem(403, "forbidden");
    }

    @Test
    void aBodyIsCheckedAndChanged() {
        Answer taken = post("/orders", "{\"lines\":[]}");
        Answer invalid = post("/orders", "{}");

        assertThat(taken.body()).endsWith("{\"lines\":[],\"tenant\":\"" + tenant + "\"}");
        assertThat(invalid.isProblem(400, "invalid-request").pointers()).containsExactly("/lines");
        post("/orders", "[".repeat(100_000)).isProblem(400, "malformed-request");
    }

    @Test
    void aVersionThatEndsSaysSo() {
        Answer old = post("/orders", "{\"lines\":[]}", "API-Version", "1");

        assertThat(old.header("Deprecation")).isEqualTo("@1767225600");
        assertThat(old.header("Sunset")).isEqualTo("Tue, 01 Jan 2126 00:00:00 GMT");
        post("/orders", "{\"lines\":[]}", "API-Version", "9").isProblem(400, "invalid-request");
    }

    @Test
    void whoStillCallsAVersionThatEndsIsListed() {
        String key = create("api-keys", "{'tenant':'" + tenant + "','name':'till'}")
                .json()
                .path("key")
                .asText();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> post("/orders", "{}", "API-Version", "0", "X-API-Key", key)
                                .status()
                        == 410);

        post("/orders", "{}", "API-Version", "0").isProblem(410, "gone");
        post("/orders", "{\"lines\":[]}", "API-Version", "1", "X-API-Key", key).isStatus(200);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(versionCallers())
                        .extracting(
                                item -> item.path("version").asText(),
                                item -> item.path("caller").asText())
                        .contains(tuple("0", "till"), tuple("0", ""), tuple("1", "till")));
        assertThat(versionCallers()).allSatisfy(item -> {
            assertThat(item.path("calls").asLong()).isPositive();
            assertThat(Instant.parse(item.path("last").asText()))
                    .isAfterOrEqualTo(item.path("first").asText());
        });
    }

    private JsonNode versionCallers() {
        return owner.get("/admin/v1/version-callers").isStatus(200).json().path("items");
    }

    @Test
    void requestsAreSplitDisturbedAndTurnedAway() {
        assertThat(get("/split", "X-Canary", "yes").body()).startsWith("canary");
        assertThat(get("/split").body()).startsWith("stable");
        assertThat(get("/split", "X-Fault", "on").status()).isEqualTo(503);
        assertThat(get("/down").isProblem(503, "unavailable").header("Retry-After"))
                .isEqualTo("600");
    }

    @Test
    void aRouteThatIsNotValidIsRefusedWithEveryPlace() {
        Answer refused = operator.post(
                "/admin/v1/routes",
                Caller.normalized(
                        ("{'tenant':'%s','name':'wrong','match':{'path':'/w'},'origin':'stable','cors':{'origins':['*'],'credentials':true},"
                                        + "'rewrite':{'regex':{'pattern':'((a{1000}){1000}){1000}','replacement':'/$1'}},'mirror':{'origin':'nowhere'}}")
                                .formatted(tenant)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).contains("/cors/credentials", "/rewrite/regex/pattern");
    }

    private Answer get(String path, String... headers) {
        return client.get(path, withTenant(headers));
    }

    private Answer post(String path, String body, String... headers) {
        return client.post(path, body, withTenant(headers));
    }

    private String[] withTenant(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Tenant";
        all[headers.length + 1] = tenant;
        return all;
    }

    private void route(String name, String match, String shaping) {
        create(
                "routes",
                "{'tenant':'%s','name':'%s','match':%s,'origin':'stable',%s}".formatted(tenant, name, match, shaping));
    }

    private Answer create(String kind, String document) {
        return operator.post("/admin/v1/" + kind, Caller.normalized(document)).isStatus(201);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer origin(String name) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(name, exchange));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(String name, HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = exchange.getRequestHeaders().getFirst("X-Id");
            byte[] answer = (name + ' ' + exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + ' '
                            + exchange.getRequestHeaders().getFirst("Host") + " id=" + id + ' ' + body)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.getResponseHeaders().set("X-Secret", "hidden");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
