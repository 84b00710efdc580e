package io.universalmiddleware.processor.consuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.spi.PermanentFailureException;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.processor.handling.Platform;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class CommandIntakeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private Platform platform;
    private ProcessorThreads threads;
    private CommandIntake intake;
    private KafkaProducer<String, byte[]> producer;
    private KafkaConsumer<String, byte[]> consumer;
    private String topic;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();

    @BeforeEach
    void open(PostgresBackend postgres, KafkaBackend kafka) {
        platform = new Platform(postgres);
        threads = ProcessorThreads.of(Executors.defaultThreadFactory(), 4);
        intake = new CommandIntake(
                threads.executor(),
                platform.tasks(3),
                new LongCommands(platform.marking(), threads.looking()),
                platform.clock);
        topic = kafka.topicPrefix() + "commands";
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(config);
        reading.put("group.id", kafka.topicPrefix() + "processor");
        reading.put("auto.offset.reset", "earliest");
        reading.put("max.poll.records", "25");
        consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        threads.stop();
        consumer.close();
        producer.close();
        platform.close();
    }

    @Test
    void duplicatesAndReorderingHaveOneEffect() {
        Random random = new Random(20261121);
        List<ReceivedCommand> commands = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            ReceivedCommand command = platform.deposit("a" + i % 10, i);
            commands.add(command);
            publish(command);
            for (int again = random.nextInt(3); again > 0; again--) { // late duplicates, out of order
                publish(commands.get(random.nextInt(commands.size())));
            }
        }

        takeUntilSettled(commands.size());

        await().atMost(PATIENCE).until(() -> threads.executor().inFlight() == 0);
        assertThat(platform.depositing.calls()).isEqualTo(200);
        for (int account = 0; account < 10; account++) {
            List<StoredEvent> events = platform.events("a" + account);
            assertThat(events).hasSize(20);
            assertThat(events)
                    .extracting(event -> event.command())
                    .isEqualTo(commands.stream()
                            .filter(command ->
                                    command.aggregate().equals(events.get(0).aggregate()))
                            .map(ReceivedCommand::id)
                            .toList());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(acknowledged).hasValue(taken.get()));
    }

    @Test
    void whatIsNoCommandStopsNothing() {
        int others = platform.letters().size();
        producer.send(new ProducerRecord<>(topic, "x", new byte[] {1, 2, 3}));
        producer.send(new ProducerRecord<>(topic, "x", null));
        publish(platform.accept("unknown", "test.Unknown", "{}"));
        publish(platform.accept("unreadable", "test.Deposit", "[]"));
        publish(platform.unaccepted("sound", "test.Deposit", "{\"amount\":1000000}"));
        publish(platform.deposit("sound", 5));

        takeUntilSettled(3);

        assertThat(platform.events("sound")).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(platform.letters())
                        .extracting(letter -> letter.cause().message())
                        .contains("no header ce_id", "no value", "no handler for test.Unknown version 1")
                        .contains("no such command was accepted here")
                        .hasSize(others + 5));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(acknowledged).hasValue(taken.get()));
    }

    @Test
    void aBlockedKeyBlocksNoOther() {
        CountDownLatch release = new CountDownLatch(1);
        platform.depositing.onCall((call, deposit, context) -> {
            if (context.aggregateId().equals("blocked")) {
                awaiting(release);
            }
        });
        ReceivedCommand blocked = platform.deposit("blocked", 1);
        publish(blocked);
        publish(platform.deposit("blocked", 2));
        for (int i = 0; i < 50; i++) {
            publish(platform.deposit("free" + i, 1));
        }

        takeUntilSettled(50);
        assertThat(platform.events("blocked")).isEmpty();
        await().untilAsserted(() -> assertThat(platform.row(blocked).status()).isEqualTo(CommandStatus.PROCESSING));
        release.countDown();
        takeUntilSettled(52);

        assertThat(platform.events("blocked")).extracting(StoredEvent::sequence).containsExactly(1L, 2L);
    }

    @Test
    void aParkedKeyIsWorkedOffOnAnyNodeInOrderWhileMoreComes(PostgresBackend postgres) {
        AtomicBoolean broken = new AtomicBoolean(true);
        platform.depositing.onCall((call, deposit, context) -> {
            if (broken.get() && deposit.amount() == 13) {
                throw new PermanentFailureException("not yet");
            }
        });
        List<ReceivedCommand> commands = new ArrayList<>(List.of(platform.deposit("parked", 13)));
        for (int i = 1; i <= 20; i++) {
            commands.add(platform.deposit("parked", i));
        }
        commands.forEach(this::publish);
        for (int i = 0; i < 20; i++) {
            publish(platform.deposit("flowing" + i, 1));
        }
        takeUntilSettled(21);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(platform.waiting("parked")).isEqualTo(20));
        assertThat(platform.events("parked")).isEmpty();

        broken.set(false);
        ProcessorThreads otherThreads = ProcessorThreads.of(Executors.defaultThreadFactory(), 4);
        try (Platform other = new Platform(postgres)) {
            DueKeys here = dueKeys(threads, platform);
            DueKeys there = dueKeys(otherThreads, other);
            platform.decide("parked", (parking, letter) -> parking.retry(letter, "olga", null, null));
            for (int i = 21; i <= 40; i++) {
                commands.add(platform.deposit("parked", i));
                publish(commands.get(i));
                publish(commands.get(i / 2)); // again, and out of order
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                take();
                here.look();
                there.look();
                return platform.events("parked").size() == 41 && !platform.isParked("parked");
            });
        } finally {
            otherThreads.stop();
        }

        assertThat(platform.events("parked"))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
    }

    private static DueKeys dueKeys(ProcessorThreads threads, Platform node) {
        return new DueKeys(threads.executor(), node.tasks(3), node.transactions(), node.clock);
    }

    @Test
    void batchesTakenBeforeARevocationAreNotAcknowledged() {
        CountDownLatch release = new CountDownLatch(1);
        platform.depositing.onCall((call, deposit, context) -> awaiting(release));
        publish(platform.deposit("moved", 1));
        await().atMost(PATIENCE).until(() -> take() > 0);

        intake.revoked();
        release.countDown();

        await().atMost(PATIENCE).until(() -> threads.executor().inFlight() == 0);
        assertThat(platform.events("moved")).hasSize(1);
        assertThat(acknowledged).hasValue(0);
    }

    private void takeUntilSettled(int commands) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            take();
            return platform.announced.size() >= commands;
        });
        assertThat(platform.announced).hasSize(commands);
    }

    private int take() {
        if (consumer.subscription().isEmpty()) {
            producer.flush(); // so that the topic is there
            consumer.subscribe(List.of(topic));
        }
        ConsumerRecords<String, byte[]> batch = consumer.poll(Duration.ofMillis(50));
        if (!batch.isEmpty()) {
            taken.incrementAndGet();
            intake.take(batch, acknowledged::incrementAndGet);
        }
        return batch.count();
    }

    private void publish(ReceivedCommand command) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, command.aggregate().recordKey(), command.payload());
        command.message()
                .headers()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
