package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.product.stack.SecureEdge;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The way of a command and the hub through the edge's listener with TLS. */
@BootedProduct
class TlsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SecureEdge edge;
    private final String token;
    private final HttpClient client;

    TlsE2E(Product product) {
        edge = product.secureEdge();
        token = product.token("ann", product.freshTenant());
        client = HttpClient.newBuilder().sslContext(edge.trusting()).build();
    }

    @Test
    void aCommandIsDoneAndItsViewReadOverHttp2() throws Exception {
        String slug = School.freshSlug();
        String command = Caller.command("gopro.CreateCourse", slug, School.course("one"));

        HttpResponse<String> done = client.send(
                request("/api/v1/commands")
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=30")
                        .POST(HttpRequest.BodyPublishers.ofString(command))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(done.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        HttpResponse<String> view = client.send(
                request("/api/v1/views/course/" + slug)
                        .header(
                                "Consistency-Token",
                                done.headers().firstValue("Consistency-Token").orElseThrow())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(view.statusCode()).as(view.body()).isEqualTo(200);
    }

    @Test
    void theHubIsReachedOverAWebSocketWithTls() throws Exception {
        CompletableFuture<String> reply = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(edge.webSocket(), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        reply.complete(data.toString());
                        return WebSocket.Listener.super.onText(from, data, last);
                    }
                })
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            socket.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}", true)
                    .join();

            assertThat(reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("\"connect\":{\"client\"");
        } finally {
            socket.abort();
        }
    }

    @Test
    void whoDoesNotTrustTheCertificateDoesNotConnect() {
        HttpClient stranger = HttpClient.newHttpClient();

        assertThatThrownBy(() -> stranger.send(request("/health/live").build(), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(edge.uri().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }
}
