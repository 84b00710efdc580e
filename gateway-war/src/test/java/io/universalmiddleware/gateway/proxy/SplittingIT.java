package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.splitting.Fault;
import io.universalmiddleware.gateway.splitting.FaultFilter;
import io.universalmiddleware.gateway.splitting.Mirror;
import io.universalmiddleware.gateway.splitting.MirrorFilter;
import io.universalmiddleware.gateway.splitting.Split;
import io.universalmiddleware.gateway.splitting.SplitFilter;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.gateway.versioning.VersionFilter;
import io.universalmiddleware.gateway.versioning.Versions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that go elsewhere, twice or nowhere. */
class SplittingIT extends ShapedEdge {
    private static final Queue<String> SEEN_ELSEWHERE = new ConcurrentLinkedQueue<>();
    private static int elsewhere;

    @BeforeAll
    static void startElsewhere() {
        elsewhere = EdgeFixture.listening(fixture.vertx().createHttpServer().requestHandler(SplittingIT::otherOrigin));
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
