package io.universalmiddleware.stores;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {
    private static final Logger KAFKA_LOG = Logger.getLogger("org.apache.kafka");

    @TempDir
    Path directory;

    @BeforeAll
    static void hearOnlyWarnings() {
        KAFKA_LOG.setLevel(Level.WARNING);
    }

    @BeforeEach
    void letNobodyIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void postgresKeepsCommittedRowsOverKillAndStop() throws Exception {
        try (PostgresStore postgres = PostgresStore.start(directory.resolve("postgres"), Ports.free(), "secret")) {
            execute(postgres, "create table kept(line text)");
            execute(postgres, "insert into kept values ('before the kill')");

            postgres.kill();
            assertThat(postgres.running()).isFalse();
            postgres.start();
            execute(postgres, "insert into kept values ('after the kill')");
            postgres.restart();

            assertThat(rows(postgres, "kept")).isEqualTo(2);
        }
    }

    @Test
    void postgresStartsOverAStaleLockThatNamesALivingProcess() throws Exception {
        Path home = directory.resolve("postgres");
        try (PostgresStore postgres = PostgresStore.start(home, Ports.free(), "secret")) {
            postgres.stop();
            Path lock = postgres.directory().resolve("data/postmaster.pid");
            Files.writeString(lock, ProcessHandle.current().pid() + "\n" + lock.getParent() + "\n");

            postgres.start();

            assertThat(rows(postgres, "pg_database")).isPositive();
        }
    }

    @Test
    void postgresRunsWithFsync() throws Exception {
        try (PostgresStore postgres = PostgresStore.start(directory.resolve("postgres"), Ports.free(), "secret");
                Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var answer = statement.executeQuery("show fsync")) {
            assertThat(answer.next()).isTrue();
            assertThat(answer.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void postgresFindsAnotherDirectoryWhereItsAccountCannotGo() throws Exception {
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (PostgresStore postgres = PostgresStore.start(closed.resolve("postgres"), Ports.free(), "secret")) {
            assertThat(rows(postgres, "pg_database")).isPositive();
            if (Account.isRoot()) {
                assertThat(postgres.directory()).startsWith(Path.of("/var/lib/universal-middleware"));
            } else {
                assertThat(postgres.directory()).isEqualTo(closed.resolve("postgres"));
            }
            postgres.stop();
            Directories.delete(postgres.directory());
        }
    }

    @Test
    void redisKeepsWhatItAnsweredOverKill() throws Exception {
        try (RedisStore redis = RedisStore.start(directory.resolve("redis"), Ports.free())) {
            assertThat(redis(redis, "SET kept yes")).isEqualTo("+OK");

            redis.kill();
            redis.start();

            assertThat(redis(redis, "EXISTS kept")).isEqualTo(":1");
        }
    }

    @Test
    void aPausedRedisAnswersOnlyWhenItRunsOn() throws Exception {
        try (RedisStore redis = RedisStore.start(directory.resolve("redis"), Ports.free())) {
            redis.pause();
            assertThatThrownBy(redis::answers).isInstanceOf(IOException.class);

            redis.resume();

            await().atMost(60, SECONDS)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(redis::answers);
        }
    }

    @Test
    void kafkaKeepsAcknowledgedRecordsOverKill() throws Exception {
        try (KafkaStore kafka = KafkaStore.start(directory.resolve("kafka"), Ports.free())) {
            send(kafka, "before the kill");

            kafka.kill();
            kafka.start();
            send(kafka, "after the kill");

            assertThat(read(kafka, 2)).containsExactly("before the kill", "after the kill");
        }
    }

    @Test
    void aTakenPortIsSaidInOneLineWithItsCure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> RedisStore.start(directory.resolve("redis"), taken.getLocalPort()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("Port " + taken.getLocalPort(), "Redis", "choose another")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void childrenEndWhenTheirParentIsKilled() throws Exception {
        int port = Ports.free();
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentOfRedis.class.getName(),
                        directory.resolve("redis").toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(60, SECONDS).until(() -> listens(port));
        List<ProcessHandle> children = parent.descendants().toList();

        parent.destroyForcibly();

        await().atMost(60, SECONDS).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(60, SECONDS).until(() -> Ports.isFree(port));
    }

    /** Asked by a connection: to look whether the port is free is to take it for a moment, which the server may want. */
    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void execute(PostgresStore postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int rows(PostgresStore postgres, String table) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static String redis(RedisStore redis, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, US_ASCII).strip();
        }
    }

    private static void send(KafkaStore kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "key", value)).get(60, SECONDS);
        }
    }

    private static List<String> read(KafkaStore kafka, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        List<String> values = new java.util.ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            Set<TopicPartition> partitions = Set.copyOf(consumer.partitionsFor("kept").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(60, SECONDS).until(() -> {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(100))) {
                    values.add(found.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }
}
