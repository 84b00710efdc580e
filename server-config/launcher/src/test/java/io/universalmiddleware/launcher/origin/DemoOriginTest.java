package io.universalmiddleware.launcher.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoOriginTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void saysWhoItIsAndWhatItGot() throws Exception {
        try (DemoOrigin origin = DemoOrigin.start("blue", 0)) {
            HttpResponse<String> response = get(origin, "/any/where?x=\"1", "X-Odd", "a\\b");

            JsonNode told = new ObjectMapper().readTree(response.body());
            assertThat(response.headers().firstValue("X-Origin")).contains("blue");
            assertThat(told.path("target").asText()).isEqualTo("/any/where?x=%221");
            assertThat(told.path("fields").path("X-odd").asText()).isEqualTo("a\\b");
        }
    }

    @Test
    void failsAndIsSlowAsAsked() throws Exception {
        try (DemoOrigin origin = DemoOrigin.start("blue", 0)) {
            assertThat(get(origin, "/fail?status=502").statusCode()).isEqualTo(502);
            long begin = System.nanoTime();
            assertThat(get(origin, "/slow?ms=120").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(110));
        }
    }

    @Test
    void breaksAndHeals() throws Exception {
        try (DemoOrigin origin = DemoOrigin.start("blue", 0)) {
            assertThat(get(origin, "/health").statusCode()).isEqualTo(200);
            get(origin, "/break");
            assertThat(get(origin, "/health").statusCode()).isEqualTo(503);
            get(origin, "/heal");
            assertThat(get(origin, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatMayBeStoredIsValidated() throws Exception {
        try (DemoOrigin origin = DemoOrigin.start("blue", 0)) {
            HttpResponse<String> first = get(origin, "/cacheable?max-age=5&tag=a");
            String etag = first.headers().firstValue("ETag").orElseThrow();

            assertThat(first.headers().firstValue("Cache-Control")).contains("public, max-age=5");
            assertThat(first.headers().firstValue("Surrogate-Key")).contains("a");
            assertThat(get(origin, "/cacheable", "If-None-Match", etag).statusCode())
                    .isEqualTo(304);
        }
    }

    private HttpResponse<String> get(DemoOrigin origin, String target, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.uri().resolve(target.replace("\"", "%22")));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
