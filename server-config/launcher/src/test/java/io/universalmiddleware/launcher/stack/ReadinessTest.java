package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private HttpServer server = unbound();
    private Readiness readiness = new Readiness(URI.create("http://127.0.0.1:1"));

    @BeforeEach
    void listen() {
        server.start();
        readiness = new Readiness(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void nothingIsMissingAfter200() {
        answer(200, "{\"status\":\"UP\"}");

        assertThat(readiness.missing()).isEmpty();
    }

    @Test
    void namesTheChecksThatAreDown() {
        answer(503, "{\"checks\":[{\"name\":\"kafka\",\"status\":\"DOWN\"},{\"name\":\"redis\",\"status\":\"UP\"}]}");

        assertThat(readiness.missing()).isEqualTo("kafka");
    }

    @Test
    void nothingListeningIsTheServerMissing() {
        assertThat(new Readiness(URI.create("http://127.0.0.1:" + Ports.free())).missing())
                .isEqualTo("the application server");
    }

    private void answer(int status, String body) {
        server.createContext("/health/ready", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static HttpServer unbound() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
