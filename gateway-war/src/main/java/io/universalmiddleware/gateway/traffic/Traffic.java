package io.universalmiddleware.gateway.traffic;

import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Where the recorders of a process hand over what they recorded, for one thread to take. Has room for many full windows of each. */
public final class Traffic {
    private static final int ROOM_OF_EACH = 64;
    private static final int LEAST_ROOM = 512;

    private final boolean on;
    private final double perSecond;
    private final Clock clock;
    private final BlockingQueue<Window> windows = new LinkedBlockingQueue<>();
    private volatile int room = LEAST_ROOM;

    /** @param perSecond entries for the log that the process may keep */
    public Traffic(double perSecond, Clock clock) {
        this(true, perSecond, clock);
    }

    private Traffic(boolean on, double perSecond, Clock clock) {
        this.on = on;
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Nothing is recorded. */
    public static Traffic off() {
        return new Traffic(false, 0, Clock.systemUTC());
    }

    public boolean isOn() {
        return on;
    }

    /** A recorder for one event loop of so many. */
    public Recorder recorder(int loops) {
        room = Math.max(LEAST_ROOM, ROOM_OF_EACH * loops);
        return new Recorder(this, clock, perSecond / loops);
    }

    /** What was handed over first; null if there is nothing. */
    public @Nullable Window take() {
        return windows.poll();
    }

    boolean offer(Window window) {
        return windows.size() < room && windows.offer(window);
    }
}
