package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.github.luben.zstd.ZstdInputStream;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which codings a route's answers come, and in which formats the platform's API is written and read. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final Product product;
    private final ServedTenant tenant;
    private final ObjectMapper cbor = new ObjectMapper(new CBORFactory());
    private DemoOrigin origin;

    FormatsE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() throws IOException {
        origin = DemoOrigin.start("coded", 0);
        tenant.origin("coded", "", origin.uri());
        tenant.route("coded", "coded", "'match':{'prefix':'/'},'compress':{'minBytes':0}");
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void anAnswerIsCodedAsItsClientReadsIt(String coding) throws Exception {
        HttpResponse<byte[]> answer =
                send(request("/" + coding).headers("X-Tenant", tenant.slug(), "Accept-Encoding", coding));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains(coding);
        try (InputStream plain = decoded(coding, new ByteArrayInputStream(answer.body()))) {
            assertThat(new ObjectMapper().readTree(plain).path("target").asText())
                    .isEqualTo("/" + coding);
        }
    }

    @Test
    void theApiIsReadInXmlAndCborToo() throws Exception {
        String path = "/admin/v1/tenants/" + tenant.slug();

        Answer xml = tenant.operator().get(path, "Accept", "application/xml").isStatus(200);
        HttpResponse<byte[]> binary =
                send(authorized(path).header("Accept", "application/cbor, application/json;q=0.5"));

        assertThat(xml.header("Content-Type")).startsWith("application/xml");
        assertThat(xml.body()).contains("<slug>" + tenant.slug() + "</slug>");
        assertThat(binary.headers().firstValue("Content-Type")).contains("application/cbor");
        assertThat(cbor.readTree(binary.body()).path("slug").asText()).isEqualTo(tenant.slug());
        tenant.operator()
                .get("/admin/v1/tenants/nobody", "Accept", "application/xml")
                .isProblem(404, "not-found");
    }

    @Test
    void theApiIsWrittenInCborTooAndInNothingElse() throws Exception {
        HttpResponse<byte[]> created = written(
                "application/cbor",
                cbor.writeValueAsBytes(Map.of(
                        "tenant",
                        tenant.slug(),
                        "name",
                        "binary",
                        "targets",
                        List.of(Map.of("url", origin.uri().toString())))));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(cbor.readTree(created.body()).path("name").asText()).isEqualTo("binary");
        assertThat(written("application/cbor", new byte[] {(byte) 0xbf}).statusCode())
                .isEqualTo(400);
        assertThat(written("application/xml", "<origin/>".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(415);
    }

    private HttpResponse<byte[]> written(String type, byte[] document) throws Exception {
        return send(authorized("/admin/v1/origins")
                .headers("Content-Type", type, "Accept", "application/cbor")
                .POST(BodyPublishers.ofByteArray(document)));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + product.token("root", "operator", "admin"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(product.edge().resolve(path)).timeout(PATIENCE);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static InputStream decoded(String coding, InputStream body) throws IOException {
        if (coding.equals("br")) {
            Brotli4jLoader.ensureAvailability();
            return new BrotliInputStream(body);
        }
        return coding.equals("zstd") ? new ZstdInputStream(body) : new GZIPInputStream(body);
    }
}
