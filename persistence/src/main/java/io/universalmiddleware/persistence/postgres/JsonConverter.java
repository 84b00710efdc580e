package io.universalmiddleware.persistence.postgres;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Keeps JSON text in a {@code jsonb} column. */
@Converter
public class JsonConverter implements AttributeConverter<@Nullable String, @Nullable Object> {

    @Override
    public Object convertToDatabaseColumn(@Nullable String json) {
        PGobject column = new PGobject();
        column.setType("jsonb");
        try {
            column.setValue(json);
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
        return column;
    }

    @Override
    public @Nullable String convertToEntityAttribute(@Nullable Object column) {
        return column == null ? null : column.toString();
    }
}
