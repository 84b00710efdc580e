package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.hub.protocol.Publication;
import org.jspecify.annotations.Nullable;

/** The span of a publication's fan-out on this node, in the trace that the publication came with, if any. */
final class PushSpan implements AutoCloseable {
    private static final PushSpan NONE = new PushSpan(null);

    private final @Nullable Span span;

    private PushSpan(@Nullable Span span) {
        this.span = span;
    }

    static PushSpan start(Spans spans, HubChannel channel, Publication publication) {
        if (!spans.on()) {
            return NONE;
        }
        return TraceContext.parse(publication.tags().get(HubPublication.TRACEPARENT))
                .map(parent -> new PushSpan(spans.start("push " + channel.namespace(), Span.Kind.CONSUMER, parent)
                        .set("um.tenant", channel.tenant().value())
                        .set("um.channel", channel.name())
                        .set("um.offset", publication.offset())))
                .orElse(NONE);
    }

    @Override
    public void close() {
        if (span != null) {
            span.close();
        }
    }
}
