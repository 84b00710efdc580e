package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.rounds.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telling writes down what was counted on this node, every so often and once more at the end.
 *
 * <p>They are written in portions, each whole or not at all; what cannot be is given back and tried again. A node that is killed loses what it counted since it told last; a write of
 * which nobody knows whether it was committed may count twice.
 *
 * @param <T> a count
 */
final class TellingCounts<T> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TellingCounts.class);

    private static final int PORTION = 1_000;

    private final String what;
    private final Supplier<List<T>> drain;
    private final Consumer<List<T>> store;
    private final Consumer<T> giveBack;
    private final Duration pause;
    private final Rounds rounds = new Rounds();
    private boolean away;

    /**
     * @param what is counted, for the log
     * @param drain takes what was counted since it was called last
     * @param store takes all or fails
     */
    TellingCounts(String what, Supplier<List<T>> drain, Consumer<List<T>> store, Consumer<T> giveBack, Duration pause) {
        this.what = what;
        this.drain = drain;
        this.store = store;
        this.giveBack = giveBack;
        this.pause = pause;
    }

    @Override
    public void run() {
        rounds.goOn(pause, this::tell);
        tell();
    }

    /** Ends {@link #run} soon. */
    void stop() {
        rounds.stop();
    }

    /** Writes down what was counted since it last did. */
    void tell() {
        List<T> counted = drain.get();
        int told = 0;
        try {
            while (told < counted.size()) {
                int end = Math.min(told + PORTION, counted.size());
                store.accept(counted.subList(told, end));
                told = end;
                away = false;
            }
        } catch (RuntimeException fault) {
            counted.subList(told, counted.size()).forEach(giveBack);
            if (!away) {
                LOG.warn("{} cannot be written down now: {}", what, fault.toString());
            }
            away = true;
        }
    }
}
