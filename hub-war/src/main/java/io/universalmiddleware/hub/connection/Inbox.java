package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.Command;
import java.util.ArrayDeque;
import java.util.Deque;

/** The inbox holds the commands that wait for those before them. */
final class Inbox {
    private static final int MOST_COMMANDS = 4_096;

    private final int mostBytes;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int bytes;

    Inbox(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @param size bytes of the frame that the command came in; 0 for all but the first of a frame */
    void add(Command command, int size) {
        waiting.add(new Entry(command, size));
        bytes += size;
    }

    Command take() {
        Entry entry = waiting.remove();
        bytes -= entry.size();
        return entry.command();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether more waits than one client may have waiting. */
    boolean isFull() {
        return bytes > mostBytes || waiting.size() > MOST_COMMANDS;
    }

    /** A command and the bytes it accounts for. */
    private record Entry(Command command, int size) {}
}
