package io.universalmiddleware.contracts.trace;

import org.jspecify.annotations.Nullable;

/** A span is one piece of work in a trace: its name, its times, what it was about and how it ended. */
public interface Span extends AutoCloseable {
    /** What the work is to the parties of a trace. */
    enum Kind {
        /** It answers a request from outside. */
        SERVER,
        /** It sends a message that someone takes later. */
        PRODUCER,
        /** It takes a message that someone sent before. */
        CONSUMER,
        /** None of these. */
        INTERNAL
    }

    /** What the work's effects are children of. */
    TraceContext context();

    /** Says what the work is about; a null is left out. */
    Span set(String attribute, @Nullable String value);

    /** Says what the work is about, in a number. */
    Span set(String attribute, long value);

    /** Says that the work failed. */
    void failed();

    /** Says that the work failed, and of what. */
    void failed(Throwable fault);

    /** Makes it the one that this thread is in until the scope is closed, on this thread. */
    Scope enter();

    /** Ends the work; once ended it stays so. */
    @Override
    void close();

    /** The time that a thread spends in a span. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
