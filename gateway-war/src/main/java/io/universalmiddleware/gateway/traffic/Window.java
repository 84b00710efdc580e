package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.filter.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A window is what one event loop recorded in a second at most: of each request a line, one behind the other in the same arrays, so
 * that recording touches nothing else. It is small, so that it is counted and gone before a collection of garbage would copy it. Nobody
 * changes it once it is handed over.
 */
public final class Window {
    /** With so many lines it is handed over without waiting for the second to end. */
    private static final int ENOUGH = 1_024;

    private static final int MOST = 64 * ENOUGH;
    private static final int LEAST = 64;
    private static final int WORDS = 4;

    private final long startedAt;
    private final List<LogEntry> entries = new ArrayList<>();
    /** Of each line whose it is, the origin, the caller, the client. */
    private Object[] names;
    /** Of each line status, nanoseconds, bytes received, bytes sent. */
    private long[] figures;

    private int lines;
    private long requests;
    private long unsampled;
    private long shed;

    Window(long startedAt) {
        this(startedAt, LEAST);
    }

    private Window(long startedAt, int room) {
        this.startedAt = startedAt;
        names = new Object[WORDS * room];
        figures = new long[WORDS * room];
    }

    /** The one after this: with room for as many, so that nothing grows while it is filled. */
    Window next(long now) {
        return new Window(now, Math.max(LEAST, Math.min(ENOUGH, lines)));
    }

    /** In milliseconds since 1970. */
    public long startedAt() {
        return startedAt;
    }

    /** How many requests have a line; fewer than {@link #requests} if nobody has taken windows for long. */
    public int lines() {
        return lines;
    }

    public Measured owner(int line) {
        return (Measured) names[WORDS * line];
    }

    /** The origin's name; empty if none was asked. */
    public String origin(int line) {
        return (String) names[WORDS * line + 1];
    }

    public Caller caller(int line) {
        return (Caller) names[WORDS * line + 2];
    }

    /** The client's address. */
    public String client(int line) {
        return (String) names[WORDS * line + 3];
    }

    public int status(int line) {
        return (int) figures[WORDS * line];
    }

    public long nanos(int line) {
        return figures[WORDS * line + 1];
    }

    public long received(int line) {
        return figures[WORDS * line + 2];
    }

    public long sent(int line) {
        return figures[WORDS * line + 3];
    }

    public List<LogEntry> entries() {
        return entries;
    }

    /** How many requests ended: as many as there are entries, and were not to be kept, and could not be. */
    public long requests() {
        return requests;
    }

    /** Of how many the route does not want an entry. */
    public long unsampled() {
        return unsampled;
    }

    /** For how many entries there was no room. */
    public long shed() {
        return shed;
    }

    boolean isFull() {
        return lines >= ENOUGH;
    }

    void count(Passed request) {
        requests++;
        int at = WORDS * lines;
        if (at == figures.length) {
            if (lines >= MOST) {
                return;
            }
            names = Arrays.copyOf(names, 2 * at);
            figures = Arrays.copyOf(figures, 2 * at);
        }
        names[at] = request.owner();
        names[at + 1] = request.origin();
        names[at + 2] = request.caller();
        names[at + 3] = request.client();
        figures[at] = request.status();
        figures[at + 1] = request.nanos();
        figures[at + 2] = request.received();
        figures[at + 3] = request.sent();
        lines++;
    }

    void keep(LogEntry entry) {
        entries.add(entry);
    }

    void leaveOut() {
        unsampled++;
    }

    void shedOne() {
        shed++;
    }
}
