package io.universalmiddleware.command.relay;

import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The span of one sending of a record, from handing it to the producer to Kafka's word, in the trace of its row.
 *
 * <p>The record leaves with this span as the parent of whoever takes it. Where tracing is off it leaves as it is.
 */
final class PublishSpan {
    private static final PublishSpan NONE = new PublishSpan(null);

    private final @Nullable Span span;

    private PublishSpan(@Nullable Span span) {
        this.span = span;
    }

    static PublishSpan start(Spans spans, ProducerRecord<byte[], byte[]> message) {
        if (!spans.on()) {
            return NONE;
        }
        return TraceContext.parse(header(message, Headers.TRACEPARENT))
                .map(parent -> new PublishSpan(start(spans, message, parent)))
                .orElse(NONE);
    }

    private static Span start(Spans spans, ProducerRecord<byte[], byte[]> message, TraceContext parent) {
        Span span = spans.start("publish " + message.topic(), Span.Kind.PRODUCER, parent)
                .set("messaging.system", "kafka")
                .set("messaging.destination.name", message.topic())
                .set("messaging.message.id", header(message, Headers.ID))
                .set("um.message.type", header(message, Headers.TYPE))
                .set("um.command.id", header(message, Headers.COMMAND_ID))
                .set("um.tenant", header(message, Headers.TENANT));
        message.headers()
                .remove(Headers.TRACEPARENT)
                .add(Headers.TRACEPARENT, span.context().traceparent().getBytes(StandardCharsets.UTF_8));
        return span;
    }

    /** @param failure null if Kafka acknowledged */
    void ended(@Nullable Exception failure) {
        if (span != null) {
            if (failure != null) {
                span.failed(failure);
            }
            span.close();
        }
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> message, String name) {
        @Nullable Header header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
