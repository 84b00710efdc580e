package io.universalmiddleware.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithBackends
class BackendsIT {
    private static final Set<String> PREFIXES = new HashSet<>();
    private static final Set<String> DATABASES = new HashSet<>();

    @Test
    void allTestsOfAClassShareADatabase(PostgresBackend postgres) throws SQLException {
        DATABASES.add(postgres.jdbcUrl());

        execute(postgres, "create table if not exists shared(line text)");

        assertThat(DATABASES).hasSize(1);
    }

    @Test
    void theDatabaseComesBackAfterAKill(PostgresBackend postgres) throws SQLException {
        DATABASES.add(postgres.jdbcUrl());
        execute(postgres, "create table if not exists shared(line text)");

        postgres.kill();
        assertThatThrownBy(() -> execute(postgres, "select 1")).isInstanceOf(SQLException.class);
        postgres.start();

        execute(postgres, "select * from shared");
        assertThat(DATABASES).hasSize(1);
    }

    @Test
    void oneTestHasItsOwnPrefix(KafkaBackend kafka, RedisBackend redis) {
        assertThat(PREFIXES.add(kafka.topicPrefix())).isTrue();
        assertThat(redis.keyPrefix()).isEqualTo(kafka.topicPrefix().replace('.', ':'));
    }

    @Test
    void anotherTestHasAnotherPrefix(KafkaBackend kafka, RedisBackend redis) {
        assertThat(PREFIXES.add(kafka.topicPrefix())).isTrue();
        assertThat(redis.keyPrefix()).isEqualTo(kafka.topicPrefix().replace('.', ':'));
    }

    @Test
    void everyStoreAnswersAndComesBackAfterAKill(KafkaBackend kafka, RedisBackend redis) {
        for (Backend backend : new Backend[] {kafka, redis}) {
            backend.kill();
            backend.start();
        }

        assertThat(connects(URI.create(redis.url()))).isTrue();
        assertThat(connects(URI.create("kafka://" + kafka.bootstrapServers()))).isTrue();
    }

    @Nested
    class Inside {
        @Test
        void nestedTestsUseTheDatabaseOfTheirOutermostClass(PostgresBackend postgres) {
            DATABASES.add(postgres.jdbcUrl());

            assertThat(DATABASES).hasSize(1);
        }
    }

    private static boolean connects(URI address) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (java.io.IOException refused) {
            return false;
        }
    }

    private static void execute(PostgresBackend postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
