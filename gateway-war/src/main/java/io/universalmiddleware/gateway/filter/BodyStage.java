package io.universalmiddleware.gateway.filter;

import java.util.function.Consumer;

/** A body stage changes the body of one answer as it passes, piece by piece, on one event loop. */
public interface BodyStage {

    /** Takes a piece and gives what is ready, if anything is. */
    void bytes(byte[] piece, Consumer<byte[]> out);

    /** The body has ended; gives the rest. */
    void end(Consumer<byte[]> out);

    /** Frees what it holds. Called once, after {@link #end} or when the answer is cut. */
    default void close() {}
}
