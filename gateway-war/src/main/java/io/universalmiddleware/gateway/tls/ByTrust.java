package io.universalmiddleware.gateway.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One of something for each trust that is in use, such as a client with its connections. Of those that name authorities {@value #MOST} are
 * kept: what was not asked for longest is closed first.
 *
 * @param <C> what it is
 */
public final class ByTrust<C> {
    static final int MOST = 256;

    private final Function<Trust, C> make;
    private final C system;
    private final Map<Trust, C> kept;

    public ByTrust(Function<Trust, C> make, Consumer<C> close) {
        this.make = make;
        system = make.apply(Trust.SYSTEM);
        kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Trust, C> eldest) {
                boolean tooMany = size() > MOST;
                if (tooMany) {
                    close.accept(eldest.getValue());
                }
                return tooMany;
            }
        };
    }

    public C of(Trust trust) {
        if (trust.isSystem()) {
            return system;
        }
        synchronized (kept) {
            return kept.computeIfAbsent(trust, make);
        }
    }
}
