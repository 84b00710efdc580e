package io.universalmiddleware.runtime.trace;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** Spans that OpenTelemetry records, samples and exports; the parent is always told, never taken from the thread. */
final class RecordedSpans implements Spans {
    private final Tracer tracer;

    RecordedSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public boolean on() {
        return true;
    }

    @Override
    public Span start(String name, Span.Kind kind, @Nullable TraceContext parent) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.valueOf(kind.name()));
        if (parent == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent))));
        }
        return new RecordedSpan(builder.startSpan());
    }

    private static SpanContext remote(TraceContext parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
