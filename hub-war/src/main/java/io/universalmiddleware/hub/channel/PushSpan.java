package io.universalmiddleware.hub.channel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.hub.protocol.Publication;

/** The span of a publication's fan-out on this node, in the trace that the publication came with, if any. */
final class PushSpan {
    private PushSpan() {}

    static Span start(Tracer tracer, HubChannel channel, Publication publication) {
        return TraceContext.parse(publication.tags().get(HubPublication.TRACEPARENT))
                .map(parent -> start(tracer, channel, publication, parent))
                .orElse(Span.getInvalid());
    }

    private static Span start(Tracer tracer, HubChannel channel, Publication publication, TraceContext parent) {
        SpanContext remote = SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return tracer.spanBuilder("push " + channel.namespace())
                .setParent(Context.root().with(Span.wrap(remote)))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("um.tenant", channel.tenant().value())
                .setAttribute("um.channel", channel.name())
                .setAttribute("um.offset", publication.offset())
                .startSpan();
    }
}
