package io.universalmiddleware.gateway.access;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kept document is somebody else's, fetched when first needed.
 *
 * <p>Once it is old a use fetches it again in the background and is not held up by it; while that fails, the old one does for up to a day.
 * One that does not suffice is fetched again, once for all that wait, and not before the cool-down is over. Safe for use by several threads.
 *
 * @param <T> what it says
 */
public final class KeptDocument<T> {
    private static final Logger LOG = LoggerFactory.getLogger(KeptDocument.class);
    private static final long LONGEST = Duration.ofDays(1).toNanos();

    /** @param <T> what the document says */
    @FunctionalInterface
    public interface Reader<T> {
        /** @throws ParseException if the text is no such document */
        T read(String text) throws ParseException;
    }

    /**
     * How long a document is good for.
     *
     * @param refresh when it is fetched again in the background
     * @param coolDown between one fetch and the next
     */
    public record Times(Duration refresh, Duration coolDown) {}

    private record Fetched<T>(T value, long at) {}

    private final URI at;
    private final KeySetFetch fetch;
    private final Reader<T> reader;
    private final Times times;
    private final LongSupplier nanos;
    private @Nullable Fetched<T> fetched;
    private @Nullable CompletableFuture<Void> fetching;
    private long tried;
    private boolean everTried;

    /** @param nanos a clock that never goes back */
    public KeptDocument(URI at, KeySetFetch fetch, Reader<T> reader, Times times, LongSupplier nanos) {
        this.at = at;
        this.fetch = fetch;
        this.reader = reader;
        this.times = times;
        this.nanos = nanos;
    }

    /**
     * Fetches the document if that is due.
     *
     * @param suffices whether one that was kept will do
     * @return done when {@link #usable} is as good as it gets; never a failure
     */
    public synchronized CompletableFuture<Void> ready(Predicate<T> suffices) {
        long now = nanos.getAsLong();
        @Nullable Fetched<T> last = fetched;
        if (last == null || now - last.at() > LONGEST || !suffices.test(last.value())) {
            return fetching != null ? fetching : mayTry(now) ? begin(now) : done();
        }
        if (fetching == null && now - last.at() > times.refresh().toNanos() && mayTry(now)) {
            begin(now);
        }
        return done();
    }

    /** What it says; null if there is none to go by. */
    public synchronized @Nullable T usable() {
        return fetched == null || nanos.getAsLong() - fetched.at() > LONGEST ? null : fetched.value();
    }

    private boolean mayTry(long now) {
        return !everTried || now - tried > times.coolDown().toNanos();
    }

    private CompletableFuture<Void> begin(long now) {
        tried = now;
        everTried = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        fetching = done;
        call().whenComplete((text, failure) -> ended(done, text, failure));
        return done;
    }

    private CompletableFuture<String> call() {
        try {
            return fetch.fetch(at).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void ended(CompletableFuture<Void> done, @Nullable String text, @Nullable Throwable failure) {
        synchronized (this) {
            fetching = null;
            if (text == null) {
                LOG.warn("{} could not be fetched: {}", at, String.valueOf(failure));
            } else {
                try {
                    fetched = new Fetched<>(reader.read(text), nanos.getAsLong());
                } catch (ParseException | RuntimeException other) {
                    LOG.warn("What {} answers is of no use: {}", at, other.toString());
                }
            }
        }
        done.complete(null);
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
