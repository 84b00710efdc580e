package io.universalmiddleware.policy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real server of the Open Policy Agent, with the platform's policy, on loopback. */
public final class OpaServer implements AutoCloseable {
    private final Process process;
    private final URI address;

    private OpaServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it, and returns once it answers.
     *
     * @param binary the agent's
     * @param policy the directory of {@code authz.rego}
     */
    public static OpaServer start(String binary, Path policy, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        binary,
                        "run",
                        "--server",
                        "--disable-telemetry",
                        "--addr",
                        "127.0.0.1:" + port,
                        policy.toString())
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

    public URI address() {
        return address;
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
