package io.universalmiddleware.runtime.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry. */
record RecordedSpan(io.opentelemetry.api.trace.Span span) implements Span {
    @Override
    public TraceContext context() {
        SpanContext own = span.getSpanContext();
        return new TraceContext(own.getTraceId(), own.getSpanId(), own.isSampled());
    }

    @Override
    public Span set(String attribute, @Nullable String value) {
        if (value != null) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    @Override
    public Span set(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    @Override
    public void failed() {
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void failed(Throwable fault) {
        span.recordException(fault);
        failed();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // whoever enters closes
    public Scope enter() {
        return span.makeCurrent()::close;
    }

    @Override
    public void close() {
        span.end();
    }
}
