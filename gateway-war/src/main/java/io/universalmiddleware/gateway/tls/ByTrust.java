package io.universalmiddleware.gateway.tls;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One of something for each trust that is in use, such as a client with its connections. Of those that name authorities {@value #MOST} are
 * kept, and those beyond that were asked for within the last five minutes: somebody may still use them. What was not asked for longest is
 * closed first.
 *
 * @param <C> what it is
 */
public final class ByTrust<C> {
    static final int MOST = 256;
    static final Duration IN_USE = Duration.ofMinutes(5);

    private final Function<Trust, C> make;
    private final C system;
    private final Consumer<C> close;
    private final LongSupplier nanos;
    private final Map<Trust, Kept<C>> kept = new LinkedHashMap<>(16, 0.75f, true);

    public ByTrust(Function<Trust, C> make, Consumer<C> close) {
        this(make, close, System::nanoTime);
    }

    ByTrust(Function<Trust, C> make, Consumer<C> close, LongSupplier nanos) {
        this.make = make;
        this.close = close;
        this.nanos = nanos;
        system = make.apply(Trust.SYSTEM);
    }

    public C of(Trust trust) {
        if (trust.isSystem()) {
            return system;
        }
        synchronized (kept) {
            long now = nanos.getAsLong();
            Kept<C> found = kept.get(trust);
            if (found == null) {
                found = new Kept<>(make.apply(trust), now);
                kept.put(trust, found);
                closeOldest(now);
            }
            found.asked = now;
            return found.what;
        }
    }

    private void closeOldest(long now) {
        Iterator<Kept<C>> oldest = kept.values().iterator();
        while (kept.size() > MOST) {
            Kept<C> next = oldest.next();
            if (now - next.asked < IN_USE.toNanos()) {
                return;
            }
            oldest.remove();
            close.accept(next.what);
        }
    }

    private static final class Kept<C> {
        private final C what;
        private long asked;

        Kept(C what, long asked) {
            this.what = what;
            this.asked = asked;
        }
    }
}
