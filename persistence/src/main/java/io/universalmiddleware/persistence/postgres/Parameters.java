package io.universalmiddleware.persistence.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, given in the order in which it names them. */
public final class Parameters {
    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public Parameters text(@Nullable String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    public Parameters uuid(UUID value) throws SQLException {
        statement.setObject(++last, value);
        return this;
    }

    public Parameters number(int value) throws SQLException {
        statement.setInt(++last, value);
        return this;
    }

    public Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    public Parameters flag(@Nullable Boolean value) throws SQLException {
        statement.setObject(++last, value, Types.BOOLEAN);
        return this;
    }

    public Parameters instant(Instant value) throws SQLException {
        statement.setTimestamp(++last, Columns.timestamp(value));
        return this;
    }

    /** JSON text, for {@code jsonb}. */
    public Parameters json(@Nullable String value) throws SQLException {
        Columns.setJson(statement, ++last, value);
        return this;
    }

    /** @param type of the elements, as PostgreSQL names it */
    public Parameters array(String type, Collection<?> values) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf(type, values.toArray()));
        return this;
    }
}
