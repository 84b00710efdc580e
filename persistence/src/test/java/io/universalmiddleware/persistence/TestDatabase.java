package io.universalmiddleware.persistence;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.postgres.Schema;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** A test's database with the product's schema, and transactions on it as the container would give them. */
public final class TestDatabase implements AutoCloseable {
    /** By address; a class's tests share a database, which needs to be brought up to date but once. */
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private final DataSource dataSource;
    private final Schema schema;
    private final EntityManagerFactory factory;

    public TestDatabase(PostgresBackend backend) {
        this.dataSource = backend.dataSource();
        this.schema = SCHEMAS.computeIfAbsent(backend.jdbcUrl(), url -> new Schema(dataSource));
        schema.ensure();
        this.factory = Persistence.createEntityManagerFactory(
                "um",
                Map.of(
                        "jakarta.persistence.transactionType", PersistenceUnitTransactionType.RESOURCE_LOCAL.name(),
                        "jakarta.persistence.jtaDataSource", "",
                        "jakarta.persistence.jdbc.driver", "org.postgresql.Driver",
                        "jakarta.persistence.jdbc.url", backend.jdbcUrl(),
                        "jakarta.persistence.jdbc.user", backend.user(),
                        "jakarta.persistence.jdbc.password", backend.password()));
    }

    /** Unpooled connections. */
    public DataSource dataSource() {
        return dataSource;
    }

    public Schema schema() {
        return schema;
    }

    public EntityManagerFactory entityManagerFactory() {
        return factory;
    }

    /** Does the work in a transaction of its own, which commits unless the work throws. */
    public <T> T inTransaction(Function<SqlSession, T> work) {
        try (EntityManager entityManager = factory.createEntityManager()) {
            EntityTransaction transaction = entityManager.getTransaction();
            transaction.begin();
            try {
                T result = work.apply(new SqlSession(entityManager, schema));
                transaction.commit();
                return result;
            } finally {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        }
    }

    /** As {@link #inTransaction}, for work without a result. */
    public void transact(Consumer<SqlSession> work) {
        inTransaction(session -> {
            work.accept(session);
            return true;
        });
    }

    @Override
    public void close() {
        factory.close();
    }
}
