package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;

/** The span of one attempt at a command, current on its thread, in the trace that the command came with. */
final class HandlerSpan implements AutoCloseable {
    private final Span span;
    private final Span.Scope scope;

    HandlerSpan(Spans spans, ReceivedCommand command) {
        this.span = spans.start("handle " + command.type(), Span.Kind.CONSUMER, command.trace())
                .set("um.command.id", command.id().toString())
                .set("um.tenant", command.aggregate().tenant().value());
        this.scope = span.enter();
    }

    /** What the attempt's effects are children of. */
    TraceContext context() {
        return span.context();
    }

    void failed(Throwable fault) {
        span.failed(fault);
    }

    @Override
    public void close() {
        scope.close();
        span.close();
    }
}
