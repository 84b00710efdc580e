package io.universalmiddleware.persistence.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a kept message stands in the columns that letters and waiting messages share. */
final class MessageColumns {
    /** In the order of {@link #bind}. */
    static final String NAMES =
            "consumer, key, message_id, tenant, type, command_id, trace_id, headers, payload, published_at";

    static final int COUNT = 10;

    private static final TypeReference<LinkedHashMap<String, String>> HEADERS = new TypeReference<>() {};

    private final ObjectMapper json;

    MessageColumns(ObjectMapper json) {
        this.json = json;
    }

    /** Sets the statement's first {@link #COUNT} parameters. */
    void bind(PreparedStatement s, KeptMessage message) throws SQLException {
        s.setString(1, message.consumer());
        s.setString(2, message.key());
        s.setObject(3, message.id());
        s.setString(4, tenant(message));
        s.setString(5, message.type());
        s.setObject(6, message.command() == null ? null : message.command().value());
        s.setString(7, message.traceId());
        Columns.setJson(s, 8, write(message.headers()));
        s.setBytes(9, message.payload());
        s.setTimestamp(10, Columns.timestamp(message.publishedAt()));
    }

    KeptMessage read(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant");
        @Nullable UUID command = row.getObject("command_id", UUID.class);
        return new KeptMessage(
                row.getString("consumer"),
                tenant.isEmpty() ? null : new TenantId(tenant),
                row.getString("key"),
                row.getObject("message_id", UUID.class),
                row.getString("type"),
                command == null ? null : new CommandId(command),
                row.getString("trace_id"),
                headers(row.getString("headers")),
                row.getBytes("payload"),
                Columns.requiredInstant(row, "published_at"));
    }

    static String tenant(KeptMessage message) {
        return message.tenant() == null ? "" : message.tenant().value();
    }

    private String write(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, HEADERS);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers were written as JSON", impossible);
        }
    }
}
