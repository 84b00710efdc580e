package io.universalmiddleware.gateway.webhook.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the topic {@code events} as the processor's relay writes them, and their noting. */
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static ConsumerRecord<String, byte[]> event(String tenant, String type, UUID id, Instant at, String data) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>("events", 0, 0, tenant + "/Shop/ann", data.getBytes(StandardCharsets.UTF_8));
        header(record, Headers.TYPE, type);
        header(record, Headers.DATA_VERSION, "1");
        header(record, Headers.ID, id.toString());
        header(record, Headers.SOURCE, "/test");
        header(record, Headers.TENANT, tenant);
        header(record, Headers.AGGREGATE_TYPE, "Shop");
        header(record, Headers.SUBJECT, "ann");
        header(record, Headers.SEQUENCE, "1");
        header(record, Headers.TIME, at.toString());
        return record;
    }

    /** Notes what was read, in a transaction. */
    public static boolean note(TestDatabase database, Clock clock, List<ConsumerRecord<String, byte[]>> records) {
        List<NoticedEvent> events = records.stream()
                .flatMap(record -> EventMessages.read(record).stream())
                .toList();
        return database.inTransaction(session -> new NotingEvents(
                        new EntryRepository(session, JSON),
                        new EndpointRepository(session),
                        new DeliveryRepository(session, JSON),
                        JSON,
                        clock)
                .note(events));
    }

    private static void header(ConsumerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
