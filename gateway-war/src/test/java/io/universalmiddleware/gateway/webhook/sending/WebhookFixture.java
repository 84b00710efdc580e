package io.universalmiddleware.gateway.webhook.sending;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.webhook.SecretBox;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.gateway.webhook.intake.Events;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.webhook.DeliveryLogRepository;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import io.universalmiddleware.persistence.webhook.EndpointState;
import io.universalmiddleware.persistence.webhook.LogQuery;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Webhooks on a database of a test's own, with as many nodes as are started, and a clock that can be moved. */
final class WebhookFixture implements AutoCloseable {
    static final String TENANT = "shop";
    static final String TYPE = "shop.Sold";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database;
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "um.webhook.allow-http", "true",
            "um.webhook.poll", "20ms",
            "um.webhook.timeout", "1m",
            "um.webhook.retry-schedule", "1h,1h"));
    private final List<Node> nodes = new ArrayList<>();
    private volatile Duration moved = Duration.ZERO;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(moved);
        }
    };

    private record Node(Sender sender, Dispatcher dispatcher, Thread thread) {}

    WebhookFixture(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
        database.transact(s -> s.update(
                "TRUNCATE webhook_message, webhook_delivery, webhook_attempt, webhook_endpoint, webhook_secret, config_entry CASCADE",
                none -> {}));
    }

    TestDatabase database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    void move(Duration by) {
        moved = moved.plus(by);
    }

    WebhookFixture with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    Settings settings() {
        return new Settings(key -> Optional.ofNullable(settings.get(key)));
    }

    /** Starts a node that sends what is due. */
    void startNode() {
        WebhookSettings configured = WebhookSettings.from(settings());
        Sender sender = new Sender(
                new AddressGuard(AllowedNetworks.parse("127.0.0.0/8")), NameServers.OF_THE_MACHINE, configured, clock);
        Dispatcher dispatcher = new Dispatcher(
                deliveries(),
                sender,
                SecretBox.of(""),
                configured,
                new Judging(configured.schedule(), () -> 0.5),
                clock,
                new SimpleMeterRegistry());
        Thread thread = new Thread(dispatcher);
        thread.start();
        nodes.add(new Node(sender, dispatcher, thread));
    }

    UUID endpoint(String url) {
        return endpoint(TENANT, url, "*");
    }

    /** An endpoint with a secret. */
    UUID endpoint(String tenant, String url, String events) {
        UUID id = Uuid7.next(clock);
        ObjectNode document = JSON.createObjectNode();
        document.put("tenant", tenant)
                .put("name", id.toString())
                .put("url", url)
                .put("enabled", true);
        document.putArray("events").add(events);
        Instant now = clock.instant();
        database.transact(s -> new EntryRepository(s, JSON)
                .insertAll(List.of(
                        new Entry(id, "webhooks", tenant, id.toString(), document, Set.of(), Set.of(), 1, now, now))));
        addSecret(id);
        return id;
    }

    SigningSecret addSecret(UUID endpoint) {
        SigningSecret secret = SigningSecret.generate();
        endpoints(e -> {
            e.addSecret(Uuid7.next(clock), endpoint, secret.text(), clock.instant());
            return true;
        });
        return secret;
    }

    /** Changes a field of an endpoint's document. */
    void set(UUID endpoint, String field, boolean value) {
        database.transact(s -> {
            EntryRepository entries = new EntryRepository(s, JSON);
            Entry entry = entries.find("webhooks", endpoint).orElseThrow();
            ObjectNode document = entry.document().deepCopy();
            document.put(field, value);
            entries.updateAll(List.of(new Entry(
                    entry.id(),
                    entry.kind(),
                    entry.tenant(),
                    entry.name(),
                    document,
                    Set.of(),
                    Set.of(),
                    2,
                    entry.createdAt(),
                    clock.instant())));
        });
    }

    ConsumerRecord<String, byte[]> event() {
        return event(UUID.randomUUID());
    }

    ConsumerRecord<String, byte[]> event(UUID id) {
        return Events.event(TENANT, TYPE, id, clock.instant(), "{\"n\":1}");
    }

    void note(List<ConsumerRecord<String, byte[]>> records) {
        Events.note(database, clock, records);
        nodes.forEach(node -> node.dispatcher().signal());
    }

    List<LoggedDelivery> log(UUID endpoint) {
        return log(l -> l.list(new LogQuery(endpoint, null, null, null, null, null, 1000)));
    }

    LoggedDelivery only(UUID endpoint) {
        List<LoggedDelivery> all = log(endpoint);
        if (all.size() != 1) {
            throw new AssertionError("not one but " + all);
        }
        return all.get(0);
    }

    <T> T log(Function<DeliveryLogRepository, T> work) {
        return database.inTransaction(s -> work.apply(new DeliveryLogRepository(s)));
    }

    <T> T endpoints(Function<EndpointRepository, T> work) {
        return database.inTransaction(s -> work.apply(new EndpointRepository(s)));
    }

    EndpointState state(UUID endpoint) {
        return endpoints(e -> e.state(endpoint));
    }

    /** The deliveries, each call in a transaction as the container would give it. */
    Deliveries deliveries() {
        return new Deliveries() {
            @Override
            public List<TakenDelivery> take(TakeRequest request) {
                return stored(d -> d.take(request));
            }

            @Override
            public List<Disabled> settle(List<Settled> settled, Instant now) {
                return stored(d -> d.settle(settled, now));
            }

            @Override
            public void putBack(List<Returned> returned) {
                stored(d -> {
                    d.putBack(returned);
                    return true;
                });
            }
        };
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.dispatcher().stop();
            node.thread().interrupt();
            node.thread().join(20_000);
            node.sender().close();
        }
        database.close();
    }

    private <T> T stored(Function<StoredDeliveries, T> work) {
        return database.inTransaction(s -> work.apply(
                new StoredDeliveries(new DeliveryRepository(s, JSON), new EndpointRepository(s), settings(), clock)));
    }
}
