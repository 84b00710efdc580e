package io.universalmiddleware.launcher.origin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A demo origin is a small HTTP service that says who it is, so that one sees what the edge does with requests.
 *
 * <p>Listens on loopback only, and ends with its process. What it answers stands at {@link DemoAnswers}.
 */
public final class DemoOrigin implements AutoCloseable {
    private static final int THREADS = 32;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads;

    private DemoOrigin(String name, HttpServer server, ExecutorService threads) {
        this.name = name;
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts one.
     *
     * @param name which it says in every answer
     * @param port 0 takes a free one
     * @throws IOException if the port is taken
     */
    public static DemoOrigin start(String name, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "um-demo-origin-" + name);
            thread.setDaemon(true);
            return thread;
        });
        DemoAnswers answers = new DemoAnswers(name);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(answers, exchange));
        server.start();
        return new DemoOrigin(name, server, threads);
    }

    public String name() {
        return name;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops at once: what is in flight is cut. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(DemoAnswers answers, HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            answers.answer(exchange);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
