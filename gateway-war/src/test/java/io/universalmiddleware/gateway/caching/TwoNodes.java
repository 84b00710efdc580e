package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.document.Documents;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Two nodes that share a Redis, and an origin of their route. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoNodes {
    static final String MINUTE = "max-age=60";

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    final TestOrigin origin = new TestOrigin(threads);
    final TestClock clock = new TestClock();
    final RedisBackend redis;
    CachingNode one;
    CachingNode two;

    TwoNodes(RedisBackend redis) {
        this.redis = redis;
    }

    @BeforeAll
    void start() {
        one = node("{}");
        two = node("{}");
    }

    @BeforeEach
    void countAnew() {
        origin.asked.clear();
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        threads.shutdownNow();
    }

    CachingNode node(String definition) {
        return new CachingNode(redis, clock, Documents.read(CacheDefinition::read, definition)).connected();
    }

    Visit get(CachingNode node, String target, String... fields) {
        return Visit.to(node.filter, origin, target, fields);
    }
}
