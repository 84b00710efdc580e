package io.universalmiddleware.gateway.caching.store;

import io.universalmiddleware.backends.RedisBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The nodes of a test, which stop with it. */
final class RedisNodes implements AfterEachCallback {
    private final List<RedisNode> running = new ArrayList<>();

    RedisNode on(RedisBackend redis) {
        return keep(new RedisNode(redis));
    }

    RedisNode on(RedisBackend redis, Duration lease) {
        return keep(new RedisNode(redis, lease));
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        for (RedisNode node : running) {
            node.close();
        }
    }

    private RedisNode keep(RedisNode node) {
        running.add(node);
        return node;
    }
}
