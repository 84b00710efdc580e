package io.universalmiddleware.policy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real server of the Open Policy Agent, with the platform's policy, on a port of its own. */
final class OpaServer implements AutoCloseable {
    private final Process process;
    private final URI address;

    private OpaServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** @param binary the agent's */
    static OpaServer start(String binary) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        binary,
                        "run",
                        "--server",
                        "--disable-telemetry",
                        "--addr",
                        "127.0.0.1:" + port,
                        Path.of("src", "main", "rego").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI address = URI.create("http://127.0.0.1:" + port);
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                client.send(
                        HttpRequest.newBuilder(address.resolve("/health")).build(),
                        HttpResponse.BodyHandlers.discarding());
                return new OpaServer(process, address);
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the server does not answer", notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
