package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.compressing.Compression;
import io.universalmiddleware.gateway.compressing.CompressionFilter;
import io.universalmiddleware.gateway.cors.Cors;
import io.universalmiddleware.gateway.cors.CorsFilter;
import io.universalmiddleware.gateway.cors.SecurityHeaders;
import io.universalmiddleware.gateway.cors.SecurityHeadersFilter;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.rewriting.HeaderChanges;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import io.universalmiddleware.gateway.rewriting.RewritingFilter;
import io.universalmiddleware.gateway.splitting.Fault;
import io.universalmiddleware.gateway.splitting.FaultFilter;
import io.universalmiddleware.gateway.splitting.Maintenance;
import io.universalmiddleware.gateway.splitting.MaintenanceFilter;
import io.universalmiddleware.gateway.splitting.Mirror;
import io.universalmiddleware.gateway.splitting.MirrorFilter;
import io.universalmiddleware.gateway.splitting.Split;
import io.universalmiddleware.gateway.splitting.SplitFilter;
import io.universalmiddleware.gateway.transforming.TransformationFilter;
import io.universalmiddleware.gateway.transforming.Transformations;
import io.universalmiddleware.gateway.validating.Validation;
import io.universalmiddleware.gateway.validating.ValidationFilter;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.gateway.versioning.VersionFilter;
import io.universalmiddleware.gateway.versioning.Versions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapingIT {
    private static final String LINE = "0123456789 the same again and again\n";
    private static final Queue<String> SEEN_ELSEWHERE = new ConcurrentLinkedQueue<>();
    private static final Queue<HttpServerResponse> STREAMS = new ConcurrentLinkedQueue<>();
    private static EdgeFixture fixture;
    private static int elsewhere;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(ShapingIT::origin);
        elsewhere = fixture.vertx()
                .createHttpServer()
                .requestHandler(ShapingIT::otherOrigin)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void theOriginSeesTheRewrittenRequest() throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> Documents.read(
                        Rewrite::read,
                        "{'template':{'from':'/a/{id}','to':'/b/{id}'},'query':{'remove':['debug']},'host':'inner.example:81'}"),
                Documents.read(
                        HeaderChanges::read,
                        "{'request':{'set':{'X-Note':'{tenant} {path.id}'}},'response':{'set':{'X-Out':'{method}'}}}"),
                PathTemplate.of("/a/{id}"));

        RawClient.Response response = through(get("/a/%C3%BC?debug=1&x=2"), rewriting);

        assertThat(response.body()).isEqualTo("GET /b/%C3%BC?x=2 host=inner.example:81 note=shop %C3%BC ");
        assertThat(response.header("X-Out")).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a..", "/a/../..", "/a%2e%2e", "/a//", "/a..%2f"})
    void noPathLeadsOutOfWhatTheRuleSays(String path) throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> Documents.read(Rewrite::read, "{'regex':{'pattern':'^/a(.*)$','replacement':'/in/$1'}}"),
                null,
                null);
        int before = fixture.seenByOrigin.get();

        assertThat(through(get(path), rewriting).status()).isEqualTo(400);
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
    }

    @Test
    void aPreflightNeverReachesTheOriginAndEveryAnswerSaysWhoMayReadIt() throws IOException {
        Filter cors = new CorsFilter(Documents.read(
                Cors::read,
                "{'origins':['https://app.example'],'methods':['PUT'],'headers':['X-Key'],'expose':['X-Out']}"));
        Filter down = new MaintenanceFilter(Documents.read(Maintenance::read, "{}"));
        int before = fixture.seenByOrigin.get();

        RawClient.Response preflight = through(
                "OPTIONS /a HTTP/1.1\r\nHost: shop.localhost\r\nOrigin: https://app.example\r\n"
                        + "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-key\r\n\r\n",
                cors);
        RawClient.Response stranger = through(
                "OPTIONS /a HTTP/1.1\r\nHost: shop.localhost\r\nOrigin: https://evil.example\r\n"
                        + "Access-Control-Request-Method: PUT\r\n\r\n",
                cors);
        RawClient.Response refused = through(get("/a", "Origin: https://app.example"), cors, down);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("x-key");
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("300");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(refused.header("Vary")).contains("Origin");
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
    }

    @Test
    void noRouteSetsThePlatformsCookieWhateverItsHeadersSay() throws IOException {
        Filter rewriting = new RewritingFilter(
                call -> null,
                Documents.read(
                        HeaderChanges::read,
                        "{'response':{'set':{'Set-Cookie':'__Host-um-session=x; Path=/; Secure'},"
                                + "'add':{'Set-Cookie':'{path.name}=y; Path=/; Secure'}}}"),
                PathTemplate.of("/a/{name}"));
        Filter down = new MaintenanceFilter(Documents.read(Maintenance::read, "{}"));

        assertThat(through(get("/a/own"), rewriting).header("Set-Cookie")).isEqualTo("own=y; Path=/; Secure");
        assertThat(through(get("/a/__Host-um-session"), rewriting).header("Set-Cookie"))
                .isEmpty();
        assertThat(through(get("/a/__Host-um-session"), rewriting, down).header("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void theServerIsHiddenAndTheBrowserTold() throws IOException {
        RawClient.Response response =
                through(get("/server"), new SecurityHeadersFilter(Documents.read(SecurityHeaders::read, "{}")));

        assertThat(response.header("Server")).isEmpty();
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void largeAnswersAreSmallerOnTheWay() throws IOException {
        Filter compression = new CompressionFilter(Documents.read(Compression::read, "{}"));

        RawClient.Response coded = through(get("/large", "Accept-Encoding: gzip;q=1, br;q=0.5"), compression);
        RawClient.Response plain = through(get("/large"), compression);
        RawClient.Response head = through(
                "HEAD /large HTTP/1.1\r\nHost: shop.localhost\r\nAccept-Encoding: gzip\r\n\r\n", true, compression);

        assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(coded.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(coded.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(coded.body().length()).isLessThan(200_000);
        assertThat(gunzipped(coded.body())).isEqualTo(plain.body()).hasSize(LINE.length() * 100_000);
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(head.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(head.header("Content-Length")).isEmpty();
    }

    @Test
    void aCodedEventArrivesWhenItIsSent() throws IOException {
        serve(new CompressionFilter(
                Documents.read(Compression::read, "{'types':['text/event-stream'],'codings':['gzip']}")));
        try (RawClient client = fixture.connect()) {
            client.send(get("/events", "Accept-Encoding: gzip"));
            while (!client.line().isEmpty()) {
                // the head
            }
            Awaitility.await().until(() -> !STREAMS.isEmpty());
            HttpServerResponse stream = STREAMS.remove();
            stream.write("data: 1\n\n");

            int size = Integer.parseInt(client.line(), 16);

            assertThat(size).isPositive();
            stream.end();
        }
    }

    @Test
    void bodiesAreChangedBothWays() throws IOException {
        Filter transformation = new TransformationFilter(
                Documents.read(
                        Transformations::read,
                        "{'request':{'changes':[{'set':'/tenant','text':'{tenant}'}],'maxBytes':100000},"
                                + "'response':{'changes':[{'unwrap':'/data'}],'maxBytes':10000}}"),
                null);

        RawClient.Response changed =
                through(post("/echo", "application/json", "{\"data\":{\"n\":1.10}}"), transformation);
        RawClient.Response bomb = through(post("/echo", "application/json", "[".repeat(90_000)), transformation);
        RawClient.Response tooLarge = through(post("/echo", "application/json", "[".repeat(100_001)), transformation);
        RawClient.Response notChangeable = through(get("/broken-json"), transformation);
        RawClient.Response tooLargeAnswer = through(get("/large-json"), transformation);
        RawClient.Response other = through(get("/large"), transformation);

        assertThat(changed.body()).isEqualTo("{\"n\":1.10}");
        assertThat(changed.header("Content-Length")).isEqualTo("10");
        assertThat(bomb.status()).isEqualTo(400);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(notChangeable.status()).isEqualTo(502);
        assertThat(notChangeable.body()).doesNotContain("secret");
        assertThat(tooLargeAnswer.status()).isEqualTo(502);
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void aChangedAnswerCanBeCodedToo() throws IOException {
        Filter compression =
                new CompressionFilter(Documents.read(Compression::read, "{'minBytes':0,'codings':['gzip']}"));
        Filter transformation = new TransformationFilter(
                Documents.read(Transformations::read, "{'response':{'changes':[{'wrap':'','in':'data'}]}}"), null);

        RawClient.Response response =
                through(post("/echo", "application/json", "{}", "Accept-Encoding: gzip"), compression, transformation);

        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gunzipped(response.body())).isEqualTo("{\"data\":{}}");
    }

    @Test
    void aVersionGoesWhereItIsServed() throws IOException {
        Versions versions = Documents.read(
                Versions::read,
                "{'versions':[{'name':'1','origin':'old','deprecated':'2026-01-01','successor':'/v2'},"
                        + "{'name':'0','sunset':'2026-02-01'},{'name':'2'}],'segment':0,'stripSegment':true,'default':'2'}");
        Clock november = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
        VersionCallers callers = new VersionCallers(november);
        VersionFilter filter =
                new VersionFilter(versions, Map.of("old", EdgeFixture.targets(elsewhere)), callers, november);

        RawClient.Response old = through(get("/v1/x"), filter, filter.sunset());
        RawClient.Response gone = through(get("/v0/x"), filter, filter.sunset());

        assertThat(old.body()).startsWith("elsewhere GET /x");
        assertThat(old.header("Deprecation")).isEqualTo("@1767225600");
        assertThat(old.header("Link")).isEqualTo("</v2>; rel=\"successor-version\"");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.header("Sunset")).isEqualTo("Sun, 01 Feb 2026 00:00:00 GMT");
        assertThat(through(get("/x"), filter).body()).startsWith("GET /x");
        assertThat(through(get("/v9/x"), filter).status()).isEqualTo(404);
        assertThat(callers.drain()).hasSize(2);
    }

    @Test
    void onlyValidRequestsReachTheOrigin() throws IOException {
        Filter validation = new ValidationFilter(Documents.read(
                Validation::read,
                "{'schema':{'type':'object','required':['name'],'properties':{'age':{'minimum':0}}},'maxBytes':1000}"));
        int before = fixture.seenByOrigin.get();

        RawClient.Response invalid = through(post("/echo", "application/json", "{\"age\":-1}"), validation);

        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.body()).contains("\"/age\"").contains("\"/name\"").contains("invalid-request");
        assertThat(through(post("/echo", "application/json", "x".repeat(1_001)), validation)
                        .status())
                .isEqualTo(413);
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
        assertThat(through(post("/echo", "application/json", "{\"name\":1}"), validation)
                        .body())
                .isEqualTo("{\"name\":1}");
    }

    @Test
    void aCanaryIsChosenByItsHeader() throws IOException {
        Filter split = new SplitFilter(
                Documents.read(Split::read, "{'rules':[{'origin':'other','headers':{'X-Canary':'yes'}}]}"),
                Map.of("other", EdgeFixture.targets(elsewhere)));

        assertThat(through(get("/x", "X-Canary: yes"), split).body()).startsWith("elsewhere");
        assertThat(through(get("/x"), split).body()).startsWith("GET /x");
    }

    @Test
    void aMirrorThatHangsDelaysNobody() throws IOException {
        SEEN_ELSEWHERE.clear();
        Filter mirror =
                new MirrorFilter(Documents.read(Mirror::read, "{'origin':'other'}"), EdgeFixture.targets(elsewhere));
        serve(mirror);
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < 40; i++) {
                assertThat(client.send(post("/echo?hang=" + i, "text/plain", "body"))
                                .read()
                                .body())
                        .isEqualTo("body");
            }
        }

        Awaitility.await().until(() -> SEEN_ELSEWHERE.size() == 32);
        assertThat(SEEN_ELSEWHERE).allMatch(seen -> seen.endsWith(" mirrored=true body"));
    }

    @Test
    void aFaultDelaysAndAborts() throws IOException {
        Filter fault = new FaultFilter(Documents.read(
                Fault::read, "{'delay':{'duration':'300ms'},'abort':{'status':503},'headers':{'X-Fault':'on'}}"));
        long start = System.nanoTime();

        RawClient.Response disturbed = through(get("/x", "X-Fault: on"), fault);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(disturbed.status()).isEqualTo(503);
        assertThat(disturbed.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(through(get("/x"), fault).status()).isEqualTo(200);
    }

    private static void serve(Filter... filters) {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(fixture.originPort), filters));
    }

    private static RawClient.Response through(String request, Filter... filters) throws IOException {
        return through(request, false, filters);
    }

    private static RawClient.Response through(String request, boolean head, Filter... filters) throws IOException {
        serve(filters);
        try (RawClient client = fixture.connect()) {
            return client.send(request).read(head);
        }
    }

    private static String get(String target, String... fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: shop.localhost\r\n" + lines(fields) + "\r\n";
    }

    private static String post(String target, String type, String body, String... fields) {
        return "POST " + target + " HTTP/1.1\r\nHost: shop.localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n" + lines(fields) + "\r\n" + body;
    }

    private static String lines(String... fields) {
        StringBuilder lines = new StringBuilder();
        for (String field : fields) {
            lines.append(field).append("\r\n");
        }
        return lines.toString();
    }

    private static String gunzipped(String body) throws IOException {
        byte[] coded = body.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static void origin(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/large" ->
                response.putHeader("Content-Type", "text/plain")
                        .putHeader("ETag", "\"1\"")
                        .end(LINE.repeat(100_000));
            case "/large-json" ->
                response.putHeader("Content-Type", "application/json").end("[1,2".repeat(5_000));
            case "/broken-json" ->
                response.putHeader("Content-Type", "application/json").end("{secret");
            case "/server" -> response.putHeader("Server", "origin/1.0").end();
            case "/events" -> {
                response.putHeader("Content-Type", "text/event-stream").setChunked(true);
                response.writeHead().onSuccess(written -> STREAMS.add(response));
            }
            case "/echo" ->
                request.body()
                        .onSuccess(body -> response.putHeader(
                                        "Content-Type", String.valueOf(request.getHeader("Content-Type")))
                                .end(body));
            default ->
                request.body()
                        .onSuccess(body -> response.end(request.method() + " " + request.uri() + " host="
                                + request.getHeader("Host") + " note=" + request.getHeader("X-Note") + " " + body));
        }
    }

    private static void otherOrigin(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            SEEN_ELSEWHERE.add(request.method() + " " + request.uri() + " mirrored="
                    + request.getHeader("X-Um-Mirrored") + " " + body);
            if (request.getParam("hang") == null) {
                request.response().end("elsewhere " + request.method() + " " + request.uri());
            }
        });
    }
}
