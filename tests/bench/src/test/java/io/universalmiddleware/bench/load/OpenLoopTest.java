package io.universalmiddleware.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            boolean known = "shop.localhost".equals(exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = new byte[20_000];
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everyRequestThatIsDueIsSentAndAnsweredAndCounts() throws Exception {
        try (OpenLoop loop = OpenLoop.on(address(), Map.of("Host", "shop.localhost"))) {
            assertThat(loop.run(500, Duration.ofMillis(400)).count()).isEqualTo(200);
            assertThat(loop.run(1_000, Duration.ofMillis(100)).count()).isEqualTo(100);
        }
        assertThat(asked).hasValue(300);
    }

    @Test
    void anAnswerThatIsNoSuccessEndsIt() throws Exception {
        try (OpenLoop loop = OpenLoop.on(address(), Map.of())) {
            assertThatThrownBy(() -> loop.run(500, Duration.ofMillis(400)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("404");
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x");
    }
}
