package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.persistence.postgres.SqlSession.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements go to PostgreSQL together: it runs them in their order, and the answers of all come at once.
 *
 * <p>Their number costs no waiting, so what does not depend on an answer goes with what is before it. If one fails, those after it
 * do not run, and the transaction can only roll back.
 */
public final class Statements {
    /** So many make one text, which is prepared once for a connection; more go in several turns. */
    private static final int TOGETHER = 64;

    private final List<Part<?>> parts = new ArrayList<>();

    /** Adds a statement that answers how many rows it changed. */
    public Answer<Integer> update(String sql, Binding binding) {
        return add(sql, binding, PreparedStatement::getUpdateCount);
    }

    /** Adds a statement that answers rows. */
    public <T> Answer<List<T>> query(String sql, Binding binding, Row<T> row) {
        return add(sql, binding, statement -> {
            try (ResultSet rows = statement.getResultSet()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        });
    }

    /** @throws SqlFault for the first that fails */
    void run(Connection connection) {
        try {
            for (int from = 0; from < parts.size(); from += TOGETHER) {
                run(connection, parts.subList(from, Math.min(parts.size(), from + TOGETHER)));
            }
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    private static void run(Connection connection, List<Part<?>> together) throws SQLException {
        String sql = together.stream().map(part -> part.sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(statement);
            for (Part<?> part : together) {
                part.binding.bind(parameters);
            }
            statement.execute();
            for (Part<?> part : together) {
                part.read(statement);
                statement.getMoreResults();
            }
        }
    }

    private <T> Answer<T> add(String sql, Binding binding, Reading<T> reading) {
        Part<T> part = new Part<>(sql, binding, reading);
        parts.add(part);
        return part;
    }

    /** Gives a statement its parameters. */
    @FunctionalInterface
    public interface Binding {
        void bind(Parameters parameters) throws SQLException;
    }

    /** What a statement answers. */
    public interface Answer<T> {

        /** @throws IllegalStateException before the statements have run */
        T get();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    private static final class Part<T> implements Answer<T> {
        private final String sql;
        private final Binding binding;
        private final Reading<T> reading;
        private @Nullable T answer;

        Part(String sql, Binding binding, Reading<T> reading) {
            this.sql = sql;
            this.binding = binding;
            this.reading = reading;
        }

        void read(PreparedStatement statement) throws SQLException {
            answer = reading.read(statement);
        }

        @Override
        public T get() {
            T read = answer;
            if (read == null) {
                throw new IllegalStateException("the statement has not run");
            }
            return read;
        }
    }
}
