package io.universalmiddleware.contracts.trace;

import org.jspecify.annotations.Nullable;

/**
 * Spans begin here, on any thread.
 *
 * <p>Who sends a trace decides whether it is recorded: the parent's {@code sampled} flag holds for its children. Where
 * tracing is off ({@link #off}), a span is its parent's context and nothing else.
 */
public interface Spans {

    /** Spans that nobody records. */
    static Spans off() {
        return UnrecordedSpan.SPANS;
    }

    /** Whether any span is recorded at all: where none is, a hot path need not begin one. */
    boolean on();

    /**
     * Begins a piece of work.
     *
     * @param name of a few, never with an id in it
     * @param parent null if a trace begins with it
     */
    Span start(String name, Span.Kind kind, @Nullable TraceContext parent);
}
