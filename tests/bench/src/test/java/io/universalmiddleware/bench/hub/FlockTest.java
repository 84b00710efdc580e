package io.universalmiddleware.bench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Latencies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlockTest {
    private static final Speech SPEECH = Speech.hub("token", "channel");

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void countsPublicationsHoweverTheBytesAreCut() throws Exception {
        CompletableFuture<Flock> connecting = connecting();
        try (Socket socket = upgraded()) {
            OutputStream out = socket.getOutputStream();
            text(out, "{\"id\":2,\"subscribe\":{}}");
            try (Flock flock = connecting.join()) {
                Latencies latencies = flock.taking();
                byte[] frame =
                        frame("{\"push\":\"~" + System.nanoTime() + "\"}\n{\"push\":\"~" + System.nanoTime() + "\"}");
                for (byte one : frame) {
                    out.write(one);
                    out.flush();
                }

                await().until(() -> flock.delivered() == 2);
                assertThat(latencies.count()).isEqualTo(2);
            }
        }
    }

    @Test
    void answersPings() throws Exception {
        CompletableFuture<Flock> connecting = connecting();
        try (Socket socket = upgraded()) {
            text(socket.getOutputStream(), "{\"id\":2,\"subscribe\":{}}");
            try (Flock flock = connecting.join()) {
                text(socket.getOutputStream(), "{}");

                assertThat(text(socket.getInputStream())).isEqualTo("{}");
                assertThat(flock.delivered()).isZero();
            }
        }
    }

    @Test
    void saysThatAConnectionWasClosed() throws Exception {
        CompletableFuture<Flock> connecting = connecting();
        try (Socket socket = upgraded()) {
            text(socket.getOutputStream(), "{\"id\":2,\"subscribe\":{}}");
            try (Flock flock = connecting.join()) {
                socket.getOutputStream().write(new byte[] {(byte) 0x88, 2, 0x0b, (byte) 0xc0});

                await().untilAsserted(() -> assertThatThrownBy(flock::delivered)
                        .isInstanceOf(BenchException.class)
                        .hasMessageContaining("code 3008"));
            }
        }
    }

    private CompletableFuture<Flock> connecting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Flock.of(server.getLocalPort(), 1, 1, i -> SPEECH);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A connection that was let in, and has said hello. */
    private Socket upgraded() throws IOException {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        socket.getOutputStream()
                .write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(text(in)).isEqualTo(SPEECH.hello());
        return socket;
    }

    /** Reads a client's frame, whose mask is zero. */
    private static String text(InputStream in) throws IOException {
        assertThat(in.read()).isEqualTo(0x81);
        int length = in.read() & 0x7f;
        assertThat(in.readNBytes(4)).containsOnly(0);
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(frame(text));
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[payload.length + 2];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }
}
