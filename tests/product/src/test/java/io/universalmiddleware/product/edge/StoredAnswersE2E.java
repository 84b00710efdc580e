package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import io.universalmiddleware.product.grpc.Rpc;
import io.universalmiddleware.product.grpc.Wire;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the edge's cache makes of a stored answer, as a tenant's origin says (RFC 9111, RFC 5861). */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredAnswersE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONTENT = "0123456789";
    private static final String VERSION = "\"v1\"";

    private final Product product;
    private final ServedTenant tenant;
    private final HttpServer origin;

    /** By path. */
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    private volatile boolean broken;

    StoredAnswersE2E(Product product) throws IOException {
        this.product = product;
        tenant = ServedTenant.of(product);
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", this::answer);
        origin.start();
    }

    @BeforeAll
    void configure() {
        tenant.origin(
                "numbers",
                ",'outlier':{'enabled':false},'breaker':{'enabled':false}",
                URI.create("http://127.0.0.1:" + origin.getAddress().getPort()));
        tenant.route("stored", "numbers", "'match':{'prefix':'/'},'cache':{'negative':'10m'}");
    }

    @AfterAll
    void stop() {
        origin.stop(0);
    }

    @Test
    void aConditionOrARangeIsAnsweredFromWhatIsStored() {
        hit("/content");
        int asked = asked("/content");

        Answer unchanged = tenant.get("/content", "If-None-Match", VERSION).isStatus(304);
        assertThat(unchanged.header("ETag")).isEqualTo(VERSION);
        assertThat(unchanged.body()).isEmpty();
        assertThat(tenant.get("/content", "If-None-Match", "\"v0\"")
                        .isStatus(200)
                        .body())
                .isEqualTo(CONTENT);
        Answer part = tenant.get("/content", "Range", "bytes=2-5").isStatus(206);
        assertThat(part.body()).isEqualTo("2345");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-5/10");
        assertThat(tenant.get("/content", "Range", "bytes=20-").isStatus(416).header("Content-Range"))
                .isEqualTo("bytes */10");
        assertThat(tenant.send("HEAD", "/content", null).isStatus(200).header("Content-Length"))
                .isEqualTo("10");
        assertThat(asked("/content")).isEqualTo(asked);
    }

    @Test
    void variantsAreToldApart() {
        Answer german = hit("/languages", "Accept-Language", "de");
        Answer english = hit("/languages", "Accept-Language", "en");

        assertThat(german.body()).startsWith("de ");
        assertThat(english.body()).startsWith("en ");
        assertThat(tenant.get("/languages", "Accept-Language", "DE").body()).isEqualTo(german.body());
    }

    @Test
    void whatIsStaleServesWhileItIsFetchedAnew() {
        Answer stale = hit("/refreshed");

        await().atMost(PATIENCE).until(() -> !tenant.get("/refreshed").body().equals(stale.body()));
    }

    @Test
    void whatIsStaleServesWhereTheOriginFails() {
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/failing")
                        .isStatus(200)
                        .header("Cache-Status")
                        .contains("fwd=stale"));
        broken = true;

        Answer served = tenant.get("/failing").isStatus(200);

        assertThat(served.body()).startsWith("number ");
        broken = false;
        await().atMost(PATIENCE).until(() -> !tenant.get("/failing").body().equals(served.body()));
    }

    @Test
    void whatIsNotThereIsRememberedToo() {
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/missing")
                        .isStatus(404)
                        .header("Cache-Status")
                        .contains("hit"));
        int asked = asked("/missing");

        tenant.get("/missing").isStatus(404);

        assertThat(asked("/missing")).isEqualTo(asked);
    }

    @Test
    void aSoftPurgeHasWhatIsStoredValidated() {
        hit("/validated");

        await().atMost(PATIENCE).until(() -> purge("key", "/validated", true));

        assertThat(tenant.get("/validated").isStatus(200).header("Cache-Status"))
                .contains("fwd=stale", "fwd-status=304");
        assertThat(hit("/validated").body()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/targeted", "/ours", "/understood", "/guessed"})
    void whatTheOriginSaysOfItToTheEdgeIsStored(String path) {
        Answer stored = hit(path);

        assertThat(stored.headers().firstValue("Um-Cache-Control")).isEmpty();
        assertThat(hit(path).body()).isEqualTo(stored.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/private", "/targeted-away", "/not-understood"})
    void whatTheOriginForbidsIsNotStored(String path) {
        for (int asked = 1; asked <= 3; asked++) {
            assertThat(tenant.get(path).body()).isEqualTo("number " + asked);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REST, prefix, false", "REST, prefix, true", "REST, tag, false", "REST, tag, true",
        "gRPC, prefix, false", "gRPC, prefix, true", "gRPC, tag, false", "gRPC, tag, true"
    })
    void aPurgeIsOfAllThatHasThePrefixOrTagAndOfNothingElse(String over, String by, boolean soft) {
        String tag = over + "-" + by + "-" + soft;
        List<String> purged = List.of("/tagged/" + tag + "/one", "/tagged/" + tag + "/two");
        String other = "/tagged/" + tag + "-not/one";
        purged.forEach(this::hit);
        hit(other);
        int before = asked(other);

        String value = by.equals("tag") ? tag : "/tagged/" + tag + "/";
        await().atMost(PATIENCE)
                .until(() -> over.equals("REST") ? purge(by, value, soft) : purgeOverGrpc(by, value, soft));

        for (String path : purged) {
            int asked = asked(path);
            String status = tenant.get(path).isStatus(200).header("Cache-Status");
            assertThat(status).doesNotContain("hit");
            assertThat(status.contains("fwd=stale")).as(status).isEqualTo(soft);
            assertThat(status.contains("fwd-status=304")).as(status).isEqualTo(soft);
            assertThat(asked(path)).isEqualTo(asked + 1);
        }
        assertThat(tenant.get(other).header("Cache-Status")).contains("hit");
        assertThat(asked(other)).isEqualTo(before);
    }

    /** Whether it is done: an answer of Redis may be late. */
    private boolean purge(String by, String value, boolean soft) {
        Answer answer = tenant.operator()
                .post("/admin/v1/cache/purge", Caller.json(Map.of("tenant", tenant.slug(), by, value, "soft", soft)));
        assertThat(answer.status()).as("%s", answer).isIn(204, 503);
        return answer.status() == 204;
    }

    private boolean purgeOverGrpc(String by, String value, boolean soft) {
        byte[] request = new Wire()
                .text(1, tenant.slug())
                .text(by.equals("prefix") ? 3 : 4, value)
                .number(6, soft ? 1 : 0)
                .bytes();
        try (Rpc rpc = new Rpc(product.edge())) {
            Status status =
                    rpc.refusal(product.token("root", "operator", "admin"), "um.control.v1.Cache/PurgeCache", request);
            assertThat(status.getCode()).as("%s", status).isIn(Status.Code.OK, Status.Code.UNAVAILABLE);
            return status.isOk();
        }
    }

    /** The first answer that comes from what is stored. */
    private Answer hit(String path, String... headers) {
        return await().atMost(PATIENCE)
                .until(
                        () -> tenant.get(path, headers).isStatus(200),
                        answer -> answer.header("Cache-Status").contains("hit"));
    }

    private int asked(String path) {
        return requests.getOrDefault(path, new AtomicInteger()).get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int number =
                requests.computeIfAbsent(path, first -> new AtomicInteger()).incrementAndGet();
        switch (path) {
            case "/content", "/validated" -> validated(exchange, CONTENT);
            case "/targeted" -> targeted(exchange, "CDN-Cache-Control", "max-age=600", "no-store", number);
            case "/targeted-away" -> targeted(exchange, "CDN-Cache-Control", "no-store", "max-age=600", number);
            case "/ours" -> {
                exchange.getResponseHeaders().set("CDN-Cache-Control", "no-store");
                targeted(exchange, "Um-Cache-Control", "max-age=600", "no-store", number);
            }
            case "/private" -> send(exchange, 200, "private, max-age=600", "number " + number);
            case "/understood" -> send(exchange, 200, "must-understand, no-store, max-age=600", "number " + number);
            case "/not-understood" -> send(exchange, 299, "must-understand, no-store, max-age=600", "number " + number);
            case "/guessed" -> {
                exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
                send(exchange, 200, "", "number " + number);
            }
            case "/languages" -> {
                exchange.getResponseHeaders().set("Vary", "Accept-Language");
                String language = exchange.getRequestHeaders().getFirst("Accept-Language");
                send(exchange, 200, "max-age=600", language + " " + number);
            }
            case "/refreshed" -> send(exchange, 200, "max-age=0, stale-while-revalidate=600", "number " + number);
            case "/failing" -> send(exchange, broken ? 503 : 200, "max-age=0, stale-if-error=600", "number " + number);
            default -> {
                if (path.startsWith("/tagged/")) {
                    exchange.getResponseHeaders().set("Surrogate-Key", path.split("/")[2]);
                    validated(exchange, "number " + number);
                } else {
                    send(exchange, 404, "", "nothing");
                }
            }
        }
    }

    private static void validated(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("ETag", VERSION);
        boolean known = VERSION.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        send(exchange, known ? 304 : 200, "max-age=600", body);
    }

    private static void targeted(HttpExchange exchange, String field, String said, String toOthers, int number)
            throws IOException {
        exchange.getResponseHeaders().set(field, said);
        send(exchange, 200, toOthers, "number " + number);
    }

    private static void send(HttpExchange exchange, int status, String cacheControl, String body) throws IOException {
        try (exchange) {
            if (!cacheControl.isEmpty()) {
                exchange.getResponseHeaders().set("Cache-Control", cacheControl);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 304 ? -1 : bytes.length);
            if (status != 304) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
