package io.universalmiddleware.peers;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.Header;
import io.debezium.engine.format.Json;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Debezium's embedded engine, which reads the outbox table from PostgreSQL's log, routes its rows by the outbox event router,
 * and sends them to Kafka by an idempotent producer; a batch is marked as done once Kafka acknowledged all of it.
 *
 * <p>Arguments: host, port, user, password, database of PostgreSQL; bootstrap servers; topic; file for offsets.
 */
public final class DebeziumPeer {
    private static final Logger ROOT = Logger.getLogger("");

    private DebeziumPeer() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        String topic = arguments[6];
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        arguments[5],
                        "enable.idempotence",
                        "true",
                        "acks",
                        "all",
                        "linger.ms",
                        "0"),
                new StringSerializer(),
                new ByteArraySerializer());
        DebeziumEngine<ChangeEvent<String, String>> engine = DebeziumEngine.create(
                        KeyValueHeaderChangeEventFormat.of(Json.class, Json.class, Json.class))
                .using(settings(arguments))
                .using((success, message, fault) -> {
                    if (!success) {
                        System.err.println(message + " " + fault);
                        Runtime.getRuntime().halt(1);
                    }
                })
                .notifying((events, committer) -> {
                    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
                    for (ChangeEvent<String, String> event : events) {
                        sent.add(producer.send(record(topic, event)));
                    }
                    for (int i = 0; i < sent.size(); i++) {
                        try {
                            sent.get(i).get();
                        } catch (java.util.concurrent.ExecutionException e) {
                            throw new IllegalStateException(e);
                        }
                        committer.markProcessed(events.get(i));
                    }
                    committer.markBatchFinished();
                })
                .build();
        engine.run();
    }

    private static ProducerRecord<String, byte[]> record(String topic, ChangeEvent<String, String> event) {
        byte[] value = event.value() == null ? null : event.value().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, event.key(), value);
        for (Header<String> header : headers(event)) {
            String text = String.valueOf(header.getValue()).replace("\"", "");
            record.headers()
                    .add(
                            header.getKey().equals("id") ? "ce_id" : header.getKey(),
                            text.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    @SuppressWarnings("unchecked")
    private static List<Header<String>> headers(ChangeEvent<String, String> event) {
        List<? extends Header<?>> headers = event.headers();
        return (List<Header<String>>) headers;
    }

    private static Properties settings(String[] arguments) {
        Properties settings = new Properties();
        settings.setProperty("name", "peer");
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        settings.setProperty("offset.storage.file.filename", arguments[7]);
        settings.setProperty("offset.flush.interval.ms", "1000");
        settings.setProperty("database.hostname", arguments[0]);
        settings.setProperty("database.port", arguments[1]);
        settings.setProperty("database.user", arguments[2]);
        settings.setProperty("database.password", arguments[3]);
        settings.setProperty("database.dbname", arguments[4]);
        settings.setProperty("topic.prefix", "peer");
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("table.include.list", "public.outbox");
        settings.setProperty("publication.autocreate.mode", "filtered");
        settings.setProperty("poll.interval.ms", "1");
        settings.setProperty("max.batch.size", "2048");
        settings.setProperty("max.queue.size", "8192");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("key.converter.schemas.enable", "false");
        settings.setProperty("value.converter.schemas.enable", "false");
        settings.setProperty("header.converter.schemas.enable", "false");
        settings.setProperty("transforms", "outbox");
        settings.setProperty("transforms.outbox.type", "io.debezium.transforms.outbox.EventRouter");
        settings.setProperty("transforms.outbox.table.field.event.id", "id");
        settings.setProperty("transforms.outbox.table.field.event.key", "record_key");
        settings.setProperty("transforms.outbox.table.field.event.payload", "data");
        settings.setProperty("transforms.outbox.route.by.field", "topic");
        settings.setProperty("transforms.outbox.table.fields.additional.placement", "headers:header");
        return settings;
    }
}
