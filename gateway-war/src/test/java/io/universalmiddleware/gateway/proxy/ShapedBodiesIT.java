package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.compressing.Compression;
import io.universalmiddleware.gateway.compressing.CompressionFilter;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.transforming.TransformationFilter;
import io.universalmiddleware.gateway.transforming.Transformations;
import io.universalmiddleware.gateway.validating.Validation;
import io.universalmiddleware.gateway.validating.ValidationFilter;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bodies that are coded, changed and validated on the way. */
class ShapedBodiesIT extends ShapedEdge {
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
        RawClient.Response head =
                through("HEAD /large-json HTTP/1.1\r\nHost: shop.localhost\r\n\r\n", true, transformation);

        assertThat(changed.body()).isEqualTo("{\"n\":1.10}");
        assertThat(changed.header("Content-Length")).isEqualTo("10");
        assertThat(bomb.status()).isEqualTo(400);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(notChangeable.status()).isEqualTo(502);
        assertThat(notChangeable.body()).doesNotContain("secret");
        assertThat(tooLargeAnswer.status()).isEqualTo(502);
        assertThat(other.status()).isEqualTo(200);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEmpty();
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

    private static String gunzipped(String body) throws IOException {
        byte[] coded = body.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
