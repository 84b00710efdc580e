package io.universalmiddleware.cache.projecting;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static io.universalmiddleware.cache.Events.commandOf;
import static io.universalmiddleware.cache.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.Added;
import io.universalmiddleware.cache.BalanceProjection;
import io.universalmiddleware.cache.Closed;
import io.universalmiddleware.cache.Events;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.codec.StringCodec;

@WithBackends
class ProjectionIT {
    private final TestDatabase database;
    private final String account = "ann-" + UUID.randomUUID();
    private TestNode node;
    private TestNode other;

    ProjectionIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void startTwoNodes(RedisBackend redis) {
        node = new TestNode(database, redis, Map.of()).start();
        other = new TestNode(database, redis, Map.of()).start();
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
        database.close();
    }

    @Test
    void everyVersionOfABatchIsPublishedOnceAndInOrder() {
        node.deliverAll(added(account, 1), added(account, 10), added(account, 100));

        assertThat(row(account)).hasValueSatisfying(row -> {
            assertThat(row.version()).isEqualTo(3);
            assertThat(row.body()).isEqualTo("{\"total\":111,\"events\":3}");
        });
        assertThat(published(balance(account)))
                .extracting(p -> p.at("/tags/version").asText())
                .containsExactly("1", "2", "3");
        assertThat(published(balance(account)))
                .extracting(p -> p.at("/data/total").asInt())
                .containsExactly(1, 11, 111);
        assertThat(other.read(balance(account)).value().body()).isEqualTo("{\"total\":111,\"events\":3}");
    }

    @Test
    void aPublicationCarriesTheCommandAndTheTrace() {
        ConsumerRecord<String, byte[]> message = added(account, 1);

        node.deliverAll(message);

        JsonNode tags = published(balance(account)).get(0).get("tags");
        assertThat(tags.get("commandId").asText()).isEqualTo(commandOf(message).toString());
        assertThat(TraceContext.parse(tags.get("traceparent").asText())
                        .orElseThrow()
                        .traceId())
                .isEqualTo(Events.TRACE.traceId());
    }

    @Test
    void theTimelineTellsOfUpdatesAndPushes() {
        ConsumerRecord<String, byte[]> message = added(account, 1);

        node.deliverAll(message);

        await().untilAsserted(() -> assertThat(timeline(commandOf(message)))
                .extracting(TimelineEntry::step)
                .containsExactlyInAnyOrder("view-updated", "view-updated", "pushed", "pushed"));
    }

    @Test
    void redeliveryChangesNothingAndPushesTheCurrentRow() {
        ConsumerRecord<String, byte[]> message = added(account, 5);
        node.deliverAll(message);
        forgetCopies();

        other.deliverAll(message, message);

        assertThat(row(account).orElseThrow().version()).isEqualTo(1);
        assertThat(copy(balance(account))).containsEntry("v", "1").containsEntry("b", "{\"total\":5,\"events\":1}");
        assertThat(published(balance(account))).hasSize(1);
    }

    @Test
    void whatWasCommittedAndNotPushedIsPushedWhenItComesAgain(RedisBackend redis) {
        ConsumerRecord<String, byte[]> message = added(account, 5);
        try (TestNode crashed = new TestNode(database, redis, Map.of())) {
            CountDownLatch done = crashed.deliver(message); // its pushing never runs
            assertThat(done.getCount()).isEqualTo(1);
        }
        assertThat(copy(balance(account))).isEmpty();

        node.deliverAll(message);

        assertThat(copy(balance(account))).containsEntry("v", "1");
        assertThat(published(balance(account))).hasSize(1);
    }

    @Test
    void aDeletedRowIsATombstoneAndItsVersionGoesOn() {
        node.deliverAll(added(account, 5), event(account, new Closed("moved")));
        assertThat(node.read(balance(account)).value().body()).isNull();
        assertThat(copy(balance(account))).containsEntry("v", "2").doesNotContainKey("b");

        node.deliverAll(added(account, 7));

        assertThat(row(account).orElseThrow().version()).isEqualTo(3);
        assertThat(published(balance(account)))
                .extracting(p -> p.get("data").toString())
                .containsExactly("{\"total\":5,\"events\":1}", "null", "{\"total\":7,\"events\":1}");
    }

    @Test
    void poisonLeavesItsRowsAsTheyWereAndStopsItsAggregateAlone() {
        ConsumerRecord<String, byte[]> poison = event(account, new Added(1000, true));
        ConsumerRecord<String, byte[]> garbage = new ConsumerRecord<>("events", 0, 9, "acme/x/y", new byte[] {1});
        String all = row(BalanceProjection.ALL).map(ViewRow::body).orElse(null);

        ConsumerRecord<String, byte[]> later = added(account, 10);
        String other = account + "-other";
        node.deliverAll(added(account, 1), poison, garbage, later, added(other, 100));

        assertThat(row(account).orElseThrow().body()).isEqualTo("{\"total\":1,\"events\":1}");
        assertThat(row(other).orElseThrow().body()).isEqualTo("{\"total\":100,\"events\":1}");
        assertThat(timeline(commandOf(later))).extracting(TimelineEntry::step).containsExactly("parked");
        assertThat(row(BalanceProjection.ALL).map(ViewRow::body).orElse(null)).isNotEqualTo(all);
        assertThat(timeline(commandOf(poison))).extracting(TimelineEntry::step).containsExactly("dead-lettered");
        assertThat(node.count("um.projection.events", "outcome", "poison")).isEqualTo(1);
        assertThat(node.count("um.projection.events", "outcome", "undecodable")).isEqualTo(1);
    }

    @Test
    void dataThatDoesNotFitItsTypeIsPoison() {
        ConsumerRecord<String, byte[]> wrong = event(account, new Closed("x"));
        wrong.headers()
                .remove("ce_type")
                .add("ce_type", "test.Added".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        node.deliverAll(added(account, 3), wrong);

        assertThat(row(account).orElseThrow().body()).isEqualTo("{\"total\":3,\"events\":1}");
        assertThat(timeline(commandOf(wrong))).extracting(TimelineEntry::step).containsExactly("dead-lettered");
    }

    @Test
    void aSettledCommandIsPublishedOnceOnItsChannel() {
        CommandId command = new CommandId(Uuid7.next(Clock.systemUTC()));

        node.deliverAll(Events.settled(command), Events.settled(command));
        other.deliverAll(Events.settled(command));

        List<JsonNode> told = published(new HubChannel(Events.TENANT, "command:" + command));
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/data/status").asText()).isEqualTo("succeeded");
        assertThat(told.get(0).at("/tags/commandId").asText()).isEqualTo(command.toString());
    }

    @Test
    void nodesThatProjectTheSameEventsAtOnceApplyEachOnce() throws Exception {
        long seed = System.nanoTime();
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>(
                IntStream.range(0, 120).mapToObj(i -> added(account + i % 7, 1)).toList());
        int before = row(BalanceProjection.ALL).map(r -> (int) r.version()).orElse(0);

        Thread first = new Thread(() -> inBatches(node, shuffled(messages, seed)));
        Thread second = new Thread(() -> inBatches(other, shuffled(messages, seed + 1)));
        first.start();
        second.start();
        first.join(180_000);
        second.join(180_000);

        assertThat(row(BalanceProjection.ALL).orElseThrow().version())
                .as("seed %d", seed)
                .isEqualTo(before + 120);
        await().untilAsserted(() ->
                assertThat(copy(balance(BalanceProjection.ALL))).containsEntry("v", Integer.toString(before + 120)));
        assertThat(published(balance(BalanceProjection.ALL)))
                .extracting(p -> p.at("/tags/version").asInt())
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private static List<ConsumerRecord<String, byte[]>> shuffled(
            List<ConsumerRecord<String, byte[]>> messages, long seed) {
        List<ConsumerRecord<String, byte[]>> copy = new ArrayList<>(messages);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private static void inBatches(TestNode node, List<ConsumerRecord<String, byte[]>> messages) {
        for (int i = 0; i < messages.size(); i += 10) {
            TestNode.await(node.deliver(messages.subList(i, i + 10)));
        }
    }

    private Optional<ViewRow> row(String key) {
        return database.inTransaction(session -> new ViewRepository(session).find(balance(key)));
    }

    private List<TimelineEntry> timeline(CommandId command) {
        return database.inTransaction(session -> new TimelineRepository(session).of(command));
    }

    private Map<String, String> copy(ViewRef ref) {
        String name = node.keys.prefix() + "view:acme/balance/" + ref.key();
        return node.redis.<String, String>getMap(name, StringCodec.INSTANCE).readAllMap();
    }

    private void forgetCopies() {
        node.redis.getKeys().deleteByPattern(node.keys.prefix() + "view:*");
    }

    private List<JsonNode> published(ViewRef ref) {
        return published(HubChannel.of(ref));
    }

    private List<JsonNode> published(HubChannel channel) {
        return node
                .redis
                .<String, String>getStream(node.keys.log(channel), StringCodec.INSTANCE)
                .range(StreamMessageId.MIN, StreamMessageId.MAX)
                .values()
                .stream()
                .map(fields -> read(fields.get("p")))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException invalid) {
            throw new AssertionError(json, invalid);
        }
    }
}
