package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The checks that came on one event loop in one of its turns, sent together when the turn is over. Used on that loop alone. */
final class LimitQueue {
    private final Executor loop;
    private final Consumer<List<Check>> send;
    private List<Check> waiting = new ArrayList<>();
    private int keys;

    /** @param loop runs what it is given on the event loop, after what runs now */
    LimitQueue(Executor loop, Consumer<List<Check>> send) {
        this.loop = loop;
        this.send = send;
    }

    void add(Check check) {
        if (keys + check.keys().length > Batch.MOST_KEYS) {
            flush();
        }
        waiting.add(check);
        keys += check.keys().length;
        if (waiting.size() == 1) {
            loop.execute(this::flush);
        } else if (waiting.size() == Batch.MOST) {
            flush();
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            List<Check> sent = waiting;
            waiting = new ArrayList<>();
            keys = 0;
            send.accept(sent);
        }
    }
}
