package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes of the control plane while there is traffic, and many at once. */
@BootedProduct
class ManyChangesE2E {
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ServedTenant tenant;
    private final Caller owner;

    ManyChangesE2E(Product product) {
        this.tenant = ServedTenant.of(product);
        this.owner = product.caller("ann", tenant.slug(), "admin");
    }

    @Test
    void trafficIsServedAtOnceAndNoRequestFailsWhileAHundredChangesAreMade() throws IOException {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        backend.setExecutor(threads);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            try (exchange) {
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        backend.start();
        AtomicBoolean stop = new AtomicBoolean();
        try {
            tenant.origin(
                    "backend",
                    "",
                    URI.create("http://127.0.0.1:" + backend.getAddress().getPort()));
            String route = tenant.route("all", "backend", "'match':{'prefix':'/'}");
            assertThat(tenant.get("/hello").isStatus(200).body()).isEqualTo("ok");
            List<CompletableFuture<Integer>> traffic = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        int asked = 0;
                        for (; !stop.get(); asked++) {
                            tenant.get("/hello").isStatus(200);
                        }
                        return asked;
                    }))
                    .toList();

            changeAHundredTimes(route);

            stop.set(true);
            assertThat(traffic.stream().mapToInt(CompletableFuture::join).sum()).isPositive();
            owner.send("PATCH", route, "{\"enabled\":false}", "Content-Type", MERGE_PATCH)
                    .isStatus(200);
            tenant.get("/hello").isProblem(404, "not-found");
        } finally {
            stop.set(true);
            backend.stop(0);
            threads.shutdownNow();
        }
    }

    private void changeAHundredTimes(String route) {
        IntStream.range(0, 100)
                .mapToObj(i -> changing("PATCH", route, "{\"priority\":" + (i + 1) + "}", "Content-Type", MERGE_PATCH))
                .toList()
                .forEach(change -> change.join().isStatus(200));
    }

    @Test
    void aHundredChangesAtOnceAreAHundredRevisions() {
        List<CompletableFuture<Answer>> changes = IntStream.range(0, 100)
                .mapToObj(i -> changing(
                        "POST",
                        "/admin/v1/origins",
                        Caller.normalized("{'tenant':'" + tenant.slug() + "','name':'o" + i
                                + "','targets':[{'url':'http://127.0.0.1:9'}]}")))
                .toList();

        assertThat(changes.stream().map(change -> change.join().isStatus(201).header("ETag")))
                .doesNotHaveDuplicates();
        assertThat(owner.get("/admin/v1/origins?limit=200").json().path("items"))
                .hasSize(100);
    }

    /** Sends a change again where too many wait for the time being: how many that are, the machine's speed says. */
    private CompletableFuture<Answer> changing(String method, String path, String body, String... headers) {
        return owner.sending(method, path, body, headers)
                .thenCompose(answer -> answer.body().contains("/problems/overloaded")
                        ? CompletableFuture.supplyAsync(() -> changing(method, path, body, headers), LATER)
                                .thenCompose(Function.identity())
                        : CompletableFuture.completedFuture(answer))
                .orTimeout(2, TimeUnit.MINUTES);
    }
}
