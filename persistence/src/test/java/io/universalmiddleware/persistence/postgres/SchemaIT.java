package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class SchemaIT {

    @Test
    void severalNodesMayMigrateAtOnce(PostgresBackend postgres) throws SQLException {
        List<CompletableFuture<Void>> nodes = Stream.generate(() -> new Schema(postgres.dataSource()))
                .limit(3)
                .map(schema -> CompletableFuture.runAsync(schema::ensure))
                .toList();
        nodes.forEach(CompletableFuture::join);

        try (Connection connection = postgres.dataSource().getConnection()) {
            assertThat(connection.createStatement().executeQuery("SELECT outbox_add_partitions(12)"))
                    .satisfies(rows -> {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isZero();
                    });
        }
    }

    @Test
    void migratesOnFirstUseAfterPostgresqlWasAway(PostgresBackend postgres) {
        Schema schema = new Schema(postgres.dataSource());
        postgres.stop();
        try {
            assertThatThrownBy(schema::ensure)
                    .isInstanceOf(SqlFault.class)
                    .satisfies(fault -> assertThat(SqlFault.isTransient(fault)).isTrue());
        } finally {
            postgres.start();
        }

        schema.ensure();
    }
}
