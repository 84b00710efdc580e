package io.universalmiddleware.cache.reading;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class ReadingViewsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database;
    private final ViewRef row = balance("ann:" + UUID.randomUUID());
    private TestNode node;
    private ReadingViews views;

    ReadingViewsIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void startNode(RedisBackend redis) {
        node = new TestNode(database, redis, Map.of()).start();
        views = new ReadingViews(node.views, node.reader, node.consistent, new SimpleMeterRegistry(), JSON);
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void aRowComesWithItsTagAndNotTwice() {
        node.deliverAll(added(row.key(), 7));

        ReadReply first = read(row.view(), row.key(), null, null);
        assertThat(first.status()).isEqualTo(200);
        assertThat(new String(first.body(), StandardCharsets.UTF_8)).contains("7");
        assertThat(first.fields())
                .containsEntry("ETag", "\"v1\"")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "private, no-cache")
                .containsKeys("Age", "Cache-Status");

        ReadReply again = read(row.view(), row.key(), null, "\"v0\", \"v1\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.fields()).containsEntry("ETag", "\"v1\"").doesNotContainKey("Content-Type");
    }

    @Test
    void whatCannotBeReadIsAProblemOfTheRequest() {
        assertProblem(read("nothing", "key", null, null), 404, "There is no view 'nothing'.");
        assertProblem(read(row.view(), row.key(), null, null), 404, "has no row");
        assertProblem(read(row.view(), "k".repeat(401), null, null), 400, "\"pointer\":\"key\"");
        assertProblem(read(row.view(), row.key(), "no token", null), 400, "Consistency-Token");
    }

    private static void assertProblem(ReadReply reply, int status, String saying) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.fields())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .contains(saying, "\"instance\":\"/asked\"", "\"requestId\":\"r-1\"");
    }

    @Test
    void oneWhoWantsNoCacheGetsThePostgresRow() {
        node.deliverAll(added(row.key(), 7));
        assertThat(read(row.view(), row.key(), null, null).fields()).containsEntry("ETag", "\"v1\"");
        database.transact(session -> session.update(
                "update view_row set version = 9 where tenant = ?",
                statement -> statement.setString(1, row.tenant().value())));

        assertThat(read(row.view(), row.key(), null, null).fields())
                .as("what caches have")
                .containsEntry("ETag", "\"v1\"");
        assertThat(read("max-age=0, no-cache").fields()).containsEntry("ETag", "\"v9\"");
    }

    private ReadReply read(String cacheControl) {
        return read(new ViewCall(
                row.tenant(), row.view(), row.key(), null, null, ViewCall.asksForFresh(cacheControl), "/asked", "r-1"));
    }

    private ReadReply read(String view, String key, @Nullable String token, @Nullable String ifNoneMatch) {
        return read(new ViewCall(row.tenant(), view, key, token, ifNoneMatch, false, "/asked", "r-1"));
    }

    private ReadReply read(ViewCall call) {
        return views.read(call)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
