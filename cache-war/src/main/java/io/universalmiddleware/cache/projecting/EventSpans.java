package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of a batch's events, each in the trace that its event came with, from taking the batch to its commit. */
final class EventSpans implements AutoCloseable {
    private final IdentityHashMap<IncomingEvent, Span> traced = new IdentityHashMap<>();

    EventSpans(Spans spans, List<IncomingEvent> events) {
        if (spans.on()) {
            for (IncomingEvent event : events) {
                TraceContext.parse(event.traceparent())
                        .ifPresent(parent -> traced.put(event, start(spans, event, parent)));
            }
        }
    }

    /** What the event's effects are children of; null if it came without a trace. */
    @Nullable
    String traceparent(IncomingEvent event) {
        @Nullable Span span = traced.get(event);
        return span == null ? valid(event.traceparent()) : span.context().traceparent();
    }

    /** A trace as it came, if it is one. */
    static @Nullable String valid(@Nullable String traceparent) {
        return TraceContext.parse(traceparent).map(TraceContext::traceparent).orElse(null);
    }

    @Override
    public void close() {
        traced.values().forEach(Span::close);
    }

    private static Span start(Spans spans, IncomingEvent event, TraceContext parent) {
        return spans.start("project " + event.type(), Span.Kind.CONSUMER, parent)
                .set("um.command.id", event.metadata().command().toString())
                .set("um.tenant", event.metadata().aggregate().tenant().value());
    }
}
