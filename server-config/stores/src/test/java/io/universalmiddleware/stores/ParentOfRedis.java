package io.universalmiddleware.stores;

import java.nio.file.Path;

/** A process that starts a Redis and waits to be killed. Arguments: directory and port. */
final class ParentOfRedis {
    private ParentOfRedis() {}

    public static void main(String[] arguments) throws InterruptedException {
        RedisStore.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Thread.currentThread().join();
    }
}
