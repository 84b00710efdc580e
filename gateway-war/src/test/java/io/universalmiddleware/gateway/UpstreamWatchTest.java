package io.universalmiddleware.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.routing.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamWatchTest {
    private final AtomicInteger ownStatus = new AtomicInteger(200);
    private final AtomicInteger commandStatus = new AtomicInteger(404);
    private final AtomicInteger ownAsked = new AtomicInteger();
    private final AtomicInteger commandAsked = new AtomicInteger();
    private final HttpServer own = answering(ownStatus, ownAsked);
    private final HttpServer command = answering(commandStatus, commandAsked);
    private final RoleRoutes routes = EdgeSettings.from(new Settings(key -> Optional.ofNullable(Map.of(
                            "um.edge.platform-url", address(own),
                            "um.edge.command-url", address(command),
                            "um.edge.hub-url", address(own))
                    .get(key))))
            .routes();
    private final Upstream commands = routes.elsewhere().get(0);
    private final UpstreamWatch watch = new UpstreamWatch(routes);

    @BeforeEach
    void begin() {
        watch.start();
    }

    @AfterEach
    void end() {
        watch.stop();
        own.stop(0);
        command.stop(0);
    }

    @Test
    void aServerWithoutItsApplicationIsClosedUntilItHasIt() {
        await().atMost(60, SECONDS).until(() -> !watch.closed(routes.own()));
        await().atMost(60, SECONDS).until(() -> watch.byName().equals(Map.of("command", false, "hub", true)));
        await().atMost(60, SECONDS).until(() -> commandAsked.get() > 1);
        assertThat(watch.closed(commands)).isTrue();

        commandStatus.set(200);

        await().atMost(60, SECONDS).until(() -> !watch.closed(commands));
    }

    @Test
    void aProcessThatGoesIsClosedAndTheOthersAreNot() {
        commandStatus.set(200);
        await().atMost(60, SECONDS).until(() -> !watch.closed(commands));

        command.stop(0);

        await().atMost(60, SECONDS).until(() -> watch.closed(commands));
        assertThat(watch.closed(routes.own())).isFalse();
        assertThat(watch.closed(routes.hub())).isFalse();
    }

    @Test
    void theOwnApplicationIsThereForGoodOnceItAnswered() {
        await().atMost(60, SECONDS).until(() -> !watch.closed(routes.own()));

        ownStatus.set(503);

        await().pollDelay(1, SECONDS).until(() -> !watch.closed(routes.own()));
    }

    private static HttpServer answering(AtomicInteger status, AtomicInteger asked) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/metrics", exchange -> {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(status.get(), -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
