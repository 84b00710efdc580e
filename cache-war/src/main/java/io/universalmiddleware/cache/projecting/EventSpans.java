package io.universalmiddleware.cache.projecting;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of a batch's events, each in the trace that its event came with, from taking the batch to its commit. */
final class EventSpans implements AutoCloseable {
    private final IdentityHashMap<IncomingEvent, Span> spans = new IdentityHashMap<>();

    EventSpans(Tracer tracer, List<IncomingEvent> events) {
        for (IncomingEvent event : events) {
            TraceContext.parse(event.traceparent()).ifPresent(parent -> spans.put(event, start(tracer, event, parent)));
        }
    }

    /** What the event's effects are children of; null if it came without a trace. */
    @Nullable
    String traceparent(IncomingEvent event) {
        @Nullable TraceContext parent = TraceContext.parse(event.traceparent()).orElse(null);
        @Nullable Span span = spans.get(event);
        if (parent == null || span == null) {
            return null;
        }
        SpanContext own = span.getSpanContext();
        return own.isValid() && !own.getSpanId().equals(parent.spanId())
                ? new TraceContext(own.getTraceId(), own.getSpanId(), own.isSampled()).traceparent()
                : parent.child().traceparent();
    }

    @Override
    public void close() {
        spans.values().forEach(Span::end);
    }

    private static Span start(Tracer tracer, IncomingEvent event, TraceContext parent) {
        SpanContext remote = SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return tracer.spanBuilder("project " + event.type())
                .setParent(Context.root().with(Span.wrap(remote)))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("um.command.id", event.metadata().command().toString())
                .setAttribute("um.tenant", event.metadata().aggregate().tenant().value())
                .startSpan();
    }
}
