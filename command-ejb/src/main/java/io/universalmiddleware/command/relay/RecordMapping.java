package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.outbox.UnpublishedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the Kafka record of a row: CloudEvents 1.0 in binary mode, keyed by aggregate. */
final class RecordMapping {
    private final String topicPrefix;
    private final ObjectMapper json;

    RecordMapping(String topicPrefix, ObjectMapper json) {
        this.topicPrefix = topicPrefix;
        this.json = json;
    }

    ProducerRecord<byte[], byte[]> of(UnpublishedRow row) {
        return new ProducerRecord<>(
                topic(row.topic()), null, null, bytes(row.recordKey()), bytes(row.data()), headers(row));
    }

    /** The topic's name on Kafka. */
    String topic(String name) {
        return topicPrefix + name;
    }

    private List<Header> headers(UnpublishedRow row) {
        List<Header> headers = new ArrayList<>(16);
        try (JsonParser parser = json.createParser(row.headers())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                headers.add(new RecordHeader(name, bytes(parser.getText())));
            }
            return headers;
        } catch (IOException impossible) {
            throw new UncheckedIOException("outbox row " + row.seq() + " has broken headers", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
