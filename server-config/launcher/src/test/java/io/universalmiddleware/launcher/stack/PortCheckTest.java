package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortCheckTest {
    private final Configuration free =
            StackOptions.in(Path.of("home"), Path.of("jar")).onFreePorts().configuration();

    @Test
    void freePortsAreFine() {
        assertThat(PortCheck.complaints(free, Layout.ONE)).isEmpty();
    }

    @Test
    void eachTakenPortIsALineThatNamesItsSetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration configuration = free.with("um.edge.port", taken.getLocalPort())
                    .with("um.embedded.redis-port", taken.getLocalPort());

            assertThat(PortCheck.complaints(configuration, Layout.ONE))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("um.edge.port") && line.contains("ss -ltnp"))
                    .anyMatch(line -> line.contains("um.embedded.redis-port"));
        }
    }

    @Test
    void anExternalStoresPortMayBeTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration configuration = free.with("um.redis.url", "redis://127.0.0.1:" + taken.getLocalPort())
                    .with("um.embedded.redis-port", taken.getLocalPort());

            assertThat(PortCheck.complaints(configuration, Layout.ONE)).isEmpty();
        }
    }
}
