package io.universalmiddleware.bench.identity;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients that log in one user after the other, each over a connection of its own, until they are told to stop. */
final class Logins implements AutoCloseable {
    /** @param perSecond of all clients @param p50 milliseconds @param p99 milliseconds */
    record Seen(double perSecond, double p50, double p99) {
        @Override
        public String toString() {
            return "%.1f logins/s, p50 %.0f ms, p99 %.0f ms".formatted(perSecond, p50, p99);
        }
    }

    private static final int USERS = 50; // of each client: an account takes a login every 10 s for long
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 250;
    private static final String CREDENTIALS =
            "{\"email\":\"user%d@bench.example\",\"password\":\"a rowing boat of %d oars\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI edge;
    private final int clients;
    private final ExecutorService threads;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<Latencies>> running = new ArrayList<>();
    private long begin;

    private Logins(URI edge, int clients) {
        this.edge = edge;
        this.clients = clients;
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /** So many clients with users of the default tenant, who are registered and can log in. */
    static Logins of(URI edge, int clients) throws IOException, InterruptedException {
        Logins logins = new Logins(edge, clients);
        int users = clients * USERS;
        for (int user = 0; user < users; user++) {
            require(logins.post("/api/v1/auth/register", user));
        }
        long begin = System.nanoTime();
        for (int user = 0; user < users; user++) {
            while (logins.post("/api/v1/auth/login", user).statusCode() != OK) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new BenchException("a registered user cannot log in");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        return logins;
    }

    void start() {
        over.set(false);
        begin = System.nanoTime();
        for (int client = 0; client < clients; client++) {
            int first = client * USERS;
            running.add(threads.submit(() -> logIn(first)));
        }
    }

    Seen stop() throws InterruptedException {
        over.set(true);
        List<Latencies> seen = new ArrayList<>();
        for (Future<Latencies> user : running) {
            try {
                seen.add(user.get());
            } catch (ExecutionException failed) {
                throw new BenchException("a login failed: " + failed.getCause(), failed);
            }
        }
        running.clear();
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Seen(
                seen.stream().mapToInt(Latencies::count).sum() / seconds,
                Latencies.median(seen, 0.5),
                Latencies.median(seen, 0.99));
    }

    private Latencies logIn(int first) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        while (!over.get()) {
            long sent = System.nanoTime();
            require(post("/api/v1/auth/login", first + latencies.count() % USERS));
            latencies.add(System.nanoTime() - sent);
        }
        return latencies;
    }

    private HttpResponse<String> post(String path, int user) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(edge.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(CREDENTIALS.formatted(user, user + 2)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void require(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new BenchException(
                    answer.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdownNow();
    }
}
