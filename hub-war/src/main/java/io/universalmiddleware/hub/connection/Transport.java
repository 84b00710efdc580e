package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport carries what one connection says. */
public interface Transport {

    /**
     * Sends messages, at least one, in their order and in as few frames or writes as it can; the next come only after these are done.
     *
     * @param done told once: null when the network has taken them, else the fault
     */
    void send(List<Encoded> messages, Consumer<@Nullable Throwable> done);

    /** Ends the connection, also if something is on its way that nobody takes. */
    void close(Disconnect reason);

    /** Runs a task soon, one after another, where this transport likes to be called. */
    void execute(Runnable task);
}
