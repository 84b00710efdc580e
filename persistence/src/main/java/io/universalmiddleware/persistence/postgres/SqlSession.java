package io.universalmiddleware.persistence.postgres;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A SQL session is the way of a repository to the connection of the caller's transaction, which it has PostgreSQL hold to the rows of the
 * thread's {@link io.universalmiddleware.contracts.rows.RowScope}.
 */
@Dependent
public class SqlSession {
    private final EntityManager entityManager;
    private final Schema schema;

    @Inject
    public SqlSession(EntityManager entityManager, Schema schema) {
        this.entityManager = entityManager;
        this.schema = schema;
    }

    /** The entity manager, with the schema up to date. To be asked for anew for each statement: the scope may change between two. */
    public EntityManager entityManager() {
        schema.ensure();
        TenantWall.hold(entityManager);
        return entityManager;
    }

    /**
     * Inserts entities now. They are not kept: JPA would compare each of them with its copy at every flush that follows, and
     * at the commit once more. No entity that was read before stays managed either.
     */
    public void insertAll(List<?> entities) {
        EntityManager current = entityManager();
        entities.forEach(current::persist);
        current.flush();
        current.clear();
    }

    /**
     * Runs a statement on the transaction's connection and reads its rows.
     *
     * @throws SqlFault for any failure
     */
    public <T> List<T> query(String sql, Binding binding, Row<T> row) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            binding.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    /**
     * Runs a statement on the transaction's connection.
     *
     * @return how many rows it changed
     * @throws SqlFault for any failure
     */
    public int update(String sql, Binding binding) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    /**
     * Runs a statement once for each item, in one batch.
     *
     * @throws SqlFault for any failure
     */
    public <T> void updateEach(String sql, List<T> items, ItemBinding<T> binding) {
        if (items.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (T item : items) {
                binding.bind(statement, item);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    /**
     * Runs statements on the transaction's connection, with one wait for the answers of all.
     *
     * @throws SqlFault for the first that fails
     */
    public void run(Statements statements) {
        statements.run(connection());
    }

    private Connection connection() {
        return entityManager().unwrap(Connection.class);
    }

    /** Sets a statement's parameters. */
    @FunctionalInterface
    public interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Sets a statement's parameters for one item. */
    @FunctionalInterface
    public interface ItemBinding<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
