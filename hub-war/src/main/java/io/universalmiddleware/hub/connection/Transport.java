package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport carries the frames of one connection. */
public interface Transport {

    /**
     * Sends a frame; the next comes only after this one is done.
     *
     * @param done told once: null when the network has taken the frame, else the fault
     */
    void send(Encoded frame, Consumer<@Nullable Throwable> done);

    /** Ends the connection, also if a frame is on its way that nobody takes. */
    void close(Disconnect reason);

    /** Runs a task soon, one after another, where this transport likes to be called. */
    void execute(Runnable task);
}
