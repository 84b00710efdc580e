package io.universalmiddleware.processor.handling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.universalmiddleware.contracts.trace.TraceContext;

/** The span of one attempt at a command, current on its thread, in the trace that the command came with. */
final class HandlerSpan implements AutoCloseable {
    private final Span span;
    private final Scope scope;
    private final TraceContext parent;

    @SuppressWarnings("MustBeClosedChecker") // the scope is closed with the span
    HandlerSpan(Tracer tracer, ReceivedCommand command) {
        this.parent = command.trace();
        this.span = tracer.spanBuilder("handle " + command.type())
                .setParent(Context.root().with(Span.wrap(remote(parent))))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("um.command.id", command.id().toString())
                .setAttribute("um.tenant", command.aggregate().tenant().value())
                .startSpan();
        this.scope = span.makeCurrent();
    }

    /** What the attempt's effects are children of; with tracing off, a span of its own that nobody records. */
    TraceContext context() {
        SpanContext own = span.getSpanContext();
        return own.isValid() && !own.getSpanId().equals(parent.spanId())
                ? new TraceContext(own.getTraceId(), own.getSpanId(), own.isSampled())
                : parent.child();
    }

    void failed(Throwable fault) {
        span.recordException(fault).setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }

    private static SpanContext remote(TraceContext parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
