package io.universalmiddleware.payaraserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.stack.Addresses;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.PayaraServer;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.stores.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/** The application can be undeployed and deployed again while the server runs. */
@BootedProduct
class RedeployE2E {
    private static final List<String> GROUPS = List.of("processor", "cache");
    private static final Duration SOON = Duration.ofSeconds(120);

    /** The present version, and one that a thread of the server may keep until its next request. */
    private static final int VERSIONS_KEPT = 2;

    /** Names of threads of the application and its libraries. */
    private static final Pattern OURS = Pattern.compile("\"(um-|vert\\.x-|vertx-|redisson-|kafka-|smallrye-).*");

    private final Product product;
    private final PayaraServer server;

    RedeployE2E(Product product) {
        this.product = product;
        this.server = product.payaraServer();
    }

    @Test
    void undeployedItLeavesNothingAndDeployedAgainItWorksAndOldVersionsLeaveMemory() {
        server.undeploy();
        try {
            leavesNothing(product.stack().addresses());
        } finally {
            deploy();
        }
        works("course1");

        deploy();
        works("course2");

        await("undeployed versions are gone")
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> versions() <= VERSIONS_KEPT);
    }

    /** Ports, threads and members of consumer groups are gone. */
    private void leavesNothing(Addresses at) {
        await("the edge's port is free")
                .atMost(SOON)
                .until(() -> Ports.isFree(at.edge().getPort()));
        await("the hub's port is free")
                .atMost(SOON)
                .until(() -> Ports.isFree(at.hub().getPort()));
        await("consumer groups have no members").atMost(SOON).until(() -> members() == 0);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.diagnose("Thread.print"))
                        .noneMatch(line -> OURS.matcher(line).matches()));
    }

    private void works(String course) {
        Answer done = product.caller("ann", product.freshTenant())
                .perform(
                        "gopro.CreateCourse",
                        course,
                        Map.of("title", "T", "lessons", List.of(Map.of("slug", "a", "title", "A"))));
        assertThat(done.json().path("status").asText()).as(done.toString()).isEqualTo("succeeded");
    }

    private void deploy() {
        server.deploy();
        product.awaitReady();
    }

    /** How many versions of the application are in the server's memory after a collection: each has one such loader. */
    private long versions() {
        server.diagnose("GC.run");
        return server.diagnose("VM.classloader_stats").stream()
                .filter(line -> line.endsWith(".EarClassLoader"))
                .count();
    }

    private long members() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                product.stack().addresses().kafka()))) {
            return admin.describeConsumerGroups(GROUPS).all().get().values().stream()
                    .mapToLong(group -> group.members().size())
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
