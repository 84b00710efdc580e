package io.universalmiddleware.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the topic {@code events} as the processor's relay writes them. */
public final class Events {
    public static final TenantId TENANT = new TenantId("acme");
    public static final TraceContext TRACE = TraceContext.start();

    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static ViewRef balance(String account) {
        return new ViewRef(TENANT, "balance", account);
    }

    public static ConsumerRecord<String, byte[]> added(String account, int amount) {
        return event(account, new Added(amount, false));
    }

    public static ConsumerRecord<String, byte[]> event(String account, Object event) {
        return event(account, event, Uuid7.next(Clock.systemUTC()), new CommandId(Uuid7.next(Clock.systemUTC())));
    }

    public static ConsumerRecord<String, byte[]> event(String account, Object event, UUID id, CommandId command) {
        EventType type = event.getClass().getAnnotation(EventType.class);
        return message(account, type.name(), json(event), id, command);
    }

    public static ConsumerRecord<String, byte[]> settled(CommandId command) {
        String data =
                "{\"commandId\":\"" + command + "\",\"status\":\"succeeded\",\"result\":{\"n\":1},\"problem\":null}";
        return message(
                "ann",
                CommandSettled.TYPE,
                data.getBytes(StandardCharsets.UTF_8),
                Uuid7.next(Clock.systemUTC()),
                command);
    }

    public static CommandId commandOf(ConsumerRecord<String, byte[]> message) {
        return CommandId.parse(new String(
                        message.headers().lastHeader(Headers.COMMAND_ID).value(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private static ConsumerRecord<String, byte[]> message(
            String account, String type, byte[] data, UUID id, CommandId command) {
        AggregateRef aggregate = new AggregateRef(TENANT, "test.Account", account);
        ConsumerRecord<String, byte[]> message =
                new ConsumerRecord<>("events", 0, OFFSETS.getAndIncrement(), aggregate.recordKey(), data);
        header(message, Headers.TYPE, type);
        header(message, Headers.DATA_VERSION, "1");
        header(message, Headers.ID, id.toString());
        header(message, Headers.TENANT, TENANT.value());
        header(message, Headers.AGGREGATE_TYPE, aggregate.type());
        header(message, Headers.SUBJECT, account);
        header(message, Headers.SEQUENCE, "1");
        header(message, Headers.COMMAND_ID, command.toString());
        header(message, Headers.TIME, Clock.systemUTC().instant().toString());
        header(message, Headers.TRACEPARENT, TRACE.traceparent());
        return message;
    }

    private static void header(ConsumerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] json(Object event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
