package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A route that has several origins, or several versions: who gets which, who is copied to whom, and what none of them gets. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VariantsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServedTenant tenant;
    private final Queue<String> mirrored = new ConcurrentLinkedQueue<>();
    private DemoOrigin stable;
    private DemoOrigin canary;
    private HttpServer mirror;

    VariantsE2E(Product product) {
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        stable = DemoOrigin.start("stable", 0);
        canary = DemoOrigin.start("canary", 0);
        mirror = mirror();
        tenant.origin("stable", "", stable.uri());
        tenant.origin("canary", "", canary.uri());
        tenant.origin(
                "mirror",
                "",
                URI.create("http://127.0.0.1:" + mirror.getAddress().getPort()));
    }

    @AfterAll
    void stop() {
        stable.close();
        canary.close();
        mirror.stop(0);
    }

    @Test
    void aVersionIsNamedByPathOrMediaType() {
        tenant.route(
                "versioned",
                "stable",
                "'match':{'prefix':'/versioned'},'versions':{'segment':1,'stripSegment':true,'parameter':'version','default':'2','versions':["
                        + "{'name':'1','origin':'canary','deprecated':'2026-01-01','sunset':'2126-01-01','successor':'/versioned/v2'},"
                        + "{'name':'0','sunset':'2026-01-01'},{'name':'2'}]}");

        Answer first = tenant.get("/versioned/v1/x").isStatus(200);
        assertThat(first.json().path("origin").asText()).isEqualTo("canary");
        assertThat(first.json().path("target").asText()).isEqualTo("/versioned/x");
        Answer byType = tenant.get("/versioned/x", "Accept", "application/json;version=1")
                .isStatus(200);
        assertThat(byType.json().path("origin").asText()).isEqualTo("canary");
        for (Answer old : new Answer[] {first, byType}) {
            assertThat(old.header("Deprecation")).isEqualTo("@1767225600");
            assertThat(old.header("Sunset")).isEqualTo("Tue, 01 Jan 2126 00:00:00 GMT");
            assertThat(old.header("Link")).isEqualTo("</versioned/v2>; rel=\"successor-version\"");
        }
        Answer current = tenant.get("/versioned/x").isStatus(200);
        assertThat(current.json().path("origin").asText()).isEqualTo("stable");
        assertThat(current.headers().firstValue("Deprecation")).isEmpty();
        tenant.get("/versioned/v0/x").isProblem(410, "gone");
        tenant.get("/versioned/v9/x").isProblem(404, "not-found");
        assertThat(tenant.get("/versioned/x", "Accept", "application/json;version=9")
                        .status())
                .isEqualTo(406);
    }

    @Test
    void aCanaryIsChosenByCookieAndWhoIsInStaysIn() {
        tenant.route(
                "split",
                "stable",
                "'match':{'prefix':'/split'},'split':{'rules':[{'origin':'canary','cookies':{'beta':'yes'}},{'origin':'canary','weight':50}]}");
        assertThat(reached("/split", "Cookie", "beta=yes")).isEqualTo("canary");

        Set<String> reached = new HashSet<>();
        for (int client = 0; client < 60; client++) {
            Answer first = tenant.get("/split").isStatus(200);
            String bucket = first.header("Set-Cookie").split(";", 2)[0];
            assertThat(bucket).startsWith("um-split=");
            assertThat(reached("/split", "Cookie", bucket)).isEqualTo(first.header("X-Origin"));
            reached.add(first.header("X-Origin"));
        }
        assertThat(reached).containsExactlyInAnyOrder("stable", "canary");
    }

    @Test
    void aMirrorGetsACopyAndItsAnswerIsDropped() {
        tenant.route("copied", "stable", "'match':{'prefix':'/copied'},'mirror':{'origin':'mirror'}");

        Answer answer = tenant.post("/copied?a=1", "{\"n\":1}").isStatus(200);

        assertThat(answer.header("X-Origin")).isEqualTo("stable");
        assertThat(answer.body()).doesNotContain("Mirrored");
        await().atMost(PATIENCE).until(() -> !mirrored.isEmpty());
        assertThat(mirrored).containsExactly("POST /copied?a=1 true {\"n\":1}");
    }

    @Test
    void whatTheDocumentOfAnApiForbidsReachesNoOrigin() {
        tenant.route(
                "described",
                "stable",
                "'match':{'prefix':'/described'},'validate':{'basePath':'/described','openapi':{'openapi':'3.1.0','info':{'title':'T','version':'1'},"
                        + "'paths':{'/orders/{id}':{'get':{'parameters':[{'name':'id','in':'path','required':true,'schema':{'type':'integer'}},"
                        + "{'name':'limit','in':'query','schema':{'type':'integer','maximum':10}}],'responses':{}}},"
                        + "'/orders':{'post':{'requestBody':{'required':true,'content':{'application/json':{'schema':{'$ref':'#/components/schemas/Order'}}}},'responses':{}}}},"
                        + "'components':{'schemas':{'Order':{'type':'object','required':['lines'],'properties':{'lines':{'type':'array','minItems':1}}}}}}}");

        tenant.get("/described/orders/7?limit=10").isStatus(200);
        tenant.post("/described/orders", "{\"lines\":[1]}").isStatus(200);
        assertThat(tenant.get("/described/orders/seven?limit=11")
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactlyInAnyOrder("id", "limit");
        assertThat(tenant.post("/described/orders", "{\"lines\":[]}")
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactly("/lines");
        tenant.get("/described/nothing").isProblem(404, "not-found");
        assertThat(tenant.send("DELETE", "/described/orders/7", null).status()).isEqualTo(405);
    }

    private String reached(String path, String... headers) {
        return tenant.get(path, headers).isStatus(200).header("X-Origin");
    }

    /** Writes down what it is asked. */
    private HttpServer mirror() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                mirrored.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("X-Um-Mirrored") + " " + body);
                exchange.sendResponseHeaders(500, -1);
            }
        });
        server.start();
        return server;
    }
}
