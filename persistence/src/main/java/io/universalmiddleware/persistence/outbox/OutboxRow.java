package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.persistence.postgres.JsonConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A row of the outbox as it is written; what the database adds (transaction id, time) is for the relay alone. */
@Entity
@Table(name = "outbox")
class OutboxRow {
    @Id
    private UUID id;

    private long seq;
    private short lane;
    private String topic;

    @Column(name = "record_key")
    private String recordKey;

    @Convert(converter = JsonConverter.class)
    private String headers;

    private String data;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected OutboxRow() {}

    /**
     * A row.
     *
     * @param seq its place in the order of appending
     * @param headers JSON
     */
    OutboxRow(long seq, OutboxMessage message, String headers) {
        this.seq = seq;
        this.id = message.id();
        this.recordKey = message.aggregate().recordKey();
        this.lane = Lane.of(recordKey);
        this.topic = message.topic();
        this.headers = headers;
        this.data = message.data();
    }
}
