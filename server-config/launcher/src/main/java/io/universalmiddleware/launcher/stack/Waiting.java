package io.universalmiddleware.launcher.stack;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says every few seconds what is being waited for, until it is closed. */
final class Waiting implements AutoCloseable {
    private static final long EVERY_SECONDS = 4;

    private final long since = System.nanoTime();
    private final ScheduledExecutorService ticker;

    Waiting(Supplier<String> what, Consumer<String> progress) {
        ticker = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "um-waiting");
            thread.setDaemon(true);
            return thread;
        });
        ticker.scheduleAtFixedRate(() -> tell(what.get(), progress), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void tell(String missing, Consumer<String> progress) {
        if (!missing.isEmpty()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
            progress.accept("waiting for %s (%d s)".formatted(missing, seconds));
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
