package io.universalmiddleware.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.Backend;
import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.launcher.demo.Demo;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.launcher.stack.PartState;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.stores.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three stores are named by their address: somebody else's to start, and away when the platform starts. */
@WithBackends
class ExternalStoresIT {
    private static final Path PLATFORM =
            Path.of("../micro/target/universal-middleware.jar").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void thePlatformStartsWithoutThemAndServesByItselfWhenTheyCome(
            PostgresBackend postgres, KafkaBackend kafka, RedisBackend redis) throws Exception {
        List<Backend> stores = List.of(postgres, kafka, redis);
        StackOptions options = StackOptions.in(directory.resolve("home"), PLATFORM)
                .onFreePorts()
                .with("um.postgres.url", postgres.jdbcUrl())
                .with("um.postgres.user", postgres.user())
                .with("um.postgres.password", postgres.password())
                .with("um.kafka.bootstrap-servers", kafka.bootstrapServers())
                .with(KafkaSettings.TOPIC_PREFIX.key(), kafka.topicPrefix())
                .with("um.redis.url", redis.url())
                .with(HubKeys.PREFIX.key(), redis.keyPrefix());
        List<String> said = new CopyOnWriteArrayList<>();
        stores.forEach(Backend::stop);
        try (Stack stack = new Stack(options)) {
            assertThat(stack.parts()).extracting(ServerProcess::name).containsExactly("platform");
            CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> stack.start(said::add));
            URI edge = stack.addresses().edge();
            await().atMost(240, SECONDS)
                    .until(() -> !stack.platform().waitsFor().equals("the application server")
                            && status(edge, "/health/live") == 200);
            await().atMost(300, SECONDS)
                    .untilAsserted(() -> assertThat(stack.platform().waitsFor()).contains("postgresql", "processor"));
            assertThat(status(edge, "/health/started")).isEqualTo(503);
            assertThat(ready).isNotDone();

            stores.forEach(Backend::start);

            await().atMost(240, SECONDS).until(ready::isDone);
            assertThat(ready).isCompleted();
            assertThat(PartState.of(stack)).allMatch(PartState::up);
            assertThat(PartState.of(stack))
                    .filteredOn(part -> part.words().contains("external"))
                    .hasSize(3);
            assertThat(new Demo(
                                    stack.addresses(),
                                    stack.tokens()
                                            .issue(
                                                    Demonstration.USER,
                                                    Demonstration.TENANT,
                                                    List.of("admin", "user"),
                                                    Duration.ofHours(1)),
                                    Demonstration.plan(options.configuration(), 6, 2, 40),
                                    System.out)
                            .run())
                    .as("a command runs through to its view, its event and its push")
                    .isTrue();
            startsFromItsLastGoodSnapshot(stack, stores);
        } finally {
            stores.forEach(Backend::start);
        }
        assertThat(said).anyMatch(line -> line.startsWith("waiting for"));
    }

    private static void startsFromItsLastGoodSnapshot(Stack stack, List<Backend> stores) throws Exception {
        URI edge = stack.addresses().edge();
        try (DemoOrigin origin = DemoOrigin.start("outside", 0)) {
            create(stack, "tenants", "{'slug':'kept','name':'Kept'}");
            create(stack, "origins", "{'tenant':'kept','name':'outside','targets':[{'url':'" + origin.uri() + "'}]}");
            create(stack, "routes", "{'tenant':'kept','name':'all','match':{'prefix':'/'},'origin':'outside'}");
            await().atMost(60, SECONDS).until(() -> status(edge, "/things") == 200);
            stack.platform().stop();
            stores.forEach(Backend::stop);
            CompletableFuture<Void> ready =
                    CompletableFuture.runAsync(() -> stack.platform().start());

            await("a tenant's route is served")
                    .atMost(240, SECONDS)
                    .ignoreExceptions()
                    .until(() -> status(edge, "/things") == 200);
            assertThat(status(edge, "/health/ready")).isEqualTo(503);
            assertThat(ready).isNotDone();
        }
    }

    private static void create(Stack stack, String kind, String document) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(stack.addresses().edge().resolve("/admin/v1/" + kind))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer " + stack.tokens().issue("root", "operator", List.of("admin"), Duration.ofHours(1)))
                .POST(BodyPublishers.ofString(document.replace('\'', '"')))
                .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                .returns(201, HttpResponse::statusCode);
    }

    private static int status(URI edge, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(edge.resolve(path))
                                .header("X-Tenant", "kept")
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
