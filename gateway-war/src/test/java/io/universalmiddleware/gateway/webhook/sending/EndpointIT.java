package io.universalmiddleware.gateway.webhook.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.LogQuery;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.NewDelivery;
import io.universalmiddleware.persistence.webhook.Replayed;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import io.universalmiddleware.persistence.webhook.WebhookMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How it goes with endpoints that sign, fail, are slow or off, on PostgreSQL and real sockets. */
@WithBackends
class EndpointIT {
    private final Opened opened = new Opened();
    private WebhookFixture webhooks;

    @BeforeEach
    void open(PostgresBackend postgres) {
        webhooks = new WebhookFixture(postgres);
    }

    @AfterEach
    void close() throws Exception {
        opened.close();
        webhooks.close();
    }

    @Test
    void whileASecretIsReplacedBothSignAndThenTheNewOneAlone() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();
        Instant end = webhooks.clock().instant().plus(Duration.ofHours(1));
        webhooks.endpoints(e -> {
            e.endSecrets(endpoint, end, webhooks.clock().instant());
            return true;
        });
        webhooks.addSecret(endpoint);

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> receiver.requests().size() == 1);
        webhooks.move(Duration.ofHours(2));
        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> receiver.requests().size() == 2);

        assertThat(receiver.requests())
                .extracting(request -> request.header("webhook-signature").split(" ").length)
                .containsExactly(2, 1);
    }

    @Test
    void anEndpointWithoutASecretIsGivenOne() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.endpoints(e -> {
            Instant now = webhooks.clock().instant();
            e.endSecrets(endpoint, now, now);
            return true;
        });
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.only(endpoint).status() == DeliveryStatus.DELIVERED);

        assertThat(webhooks.<List<?>>endpoints(
                        e -> e.secrets(endpoint, webhooks.clock().instant())))
                .hasSize(1);
    }

    @Test
    void anAnswer410DisablesAndWhatComesThenIsSkippedAndCanBeReplayed() {
        AtomicInteger status = new AtomicInteger(410);
        Receiver receiver =
                opened.keep(new Receiver((request, exchange) -> exchange.sendResponseHeaders(status.get(), -1)));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();
        Instant before = webhooks.clock().instant().minusSeconds(1);

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.state(endpoint).disabledAt() != null);
        webhooks.note(List.of(webhooks.event()));

        assertThat(webhooks.state(endpoint).disabledReason()).contains("410");
        assertThat(webhooks.log(endpoint))
                .extracting(LoggedDelivery::status)
                .containsExactlyInAnyOrder(DeliveryStatus.FAILED, DeliveryStatus.SKIPPED);
        assertThat(receiver.requests()).hasSize(1);

        status.set(200);
        webhooks.endpoints(e -> {
            e.enable(endpoint);
            return true;
        });
        Replayed first = replay(endpoint, before, null);
        assertThat(first.count()).isEqualTo(1);
        Replayed second = replay(endpoint, before, first.next());
        assertThat(second.count()).isEqualTo(1);
        assertThat(replay(endpoint, before, second.next())).isEqualTo(new Replayed(0, null));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .containsOnly(DeliveryStatus.DELIVERED));
        assertThat(receiver.requests().get(0).id())
                .as("the id stays")
                .isIn(receiver.requests().subList(1, 3).stream()
                        .map(Receiver.Request::id)
                        .toList());
    }

    @Test
    void anEndpointThatFailsForDaysIsDisabledWithTheReasonAndWhatWaitsGoesOnWhenItIsEnabled() {
        AtomicInteger status = new AtomicInteger(500);
        Receiver receiver =
                opened.keep(new Receiver((request, exchange) -> exchange.sendResponseHeaders(status.get(), -1)));
        webhooks.with("um.webhook.disable-after", "2h").with("um.webhook.retry-schedule", "1h,1h,1h,1h,1h");
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        for (int attempt = 1; attempt <= 3; attempt++) {
            int wanted = attempt;
            eventually().until(() -> webhooks.only(endpoint).attempts() == wanted);
            webhooks.move(Duration.ofMinutes(61));
        }
        eventually().until(() -> webhooks.state(endpoint).disabledAt() != null);

        assertThat(webhooks.state(endpoint).disabledReason()).contains("the answer is 500");
        assertThat(webhooks.only(endpoint).status()).isEqualTo(DeliveryStatus.PENDING);
        status.set(200);
        webhooks.endpoints(e -> {
            e.enable(endpoint);
            return true;
        });
        webhooks.move(Duration.ofMinutes(61));
        eventually().until(() -> webhooks.only(endpoint).status() == DeliveryStatus.DELIVERED);
    }

    @Test
    void aTrialIsSentOnceToAnEndpointThatIsOffAndItsFailureSaysNothing() {
        Receiver receiver = opened.keep(Receiver.answering(500));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.set(endpoint, "enabled", false);
        webhooks.startNode();
        Instant now = webhooks.clock().instant();
        WebhookMessage ping = new WebhookMessage(UUID.randomUUID(), WebhookFixture.TENANT, "um.Ping", now, "{}");

        webhooks.note(List.of(webhooks.event()));
        webhooks.database()
                .transact(s -> new io.universalmiddleware.persistence.webhook.DeliveryRepository(
                                s, new com.fasterxml.jackson.databind.ObjectMapper())
                        .add(List.of(new NewDelivery(UUID.randomUUID(), endpoint, ping, false, true)), now));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .containsExactlyInAnyOrder(DeliveryStatus.FAILED, DeliveryStatus.SKIPPED));

        assertThat(receiver.requests()).hasSize(1);
        assertThat(webhooks.state(endpoint).failingSince()).isNull();
    }

    @Test
    void aSlowEndpointAndADeadOneDelayNobodyElse() {
        CountDownLatch over = new CountDownLatch(1);
        Receiver silent = opened.keep(new Receiver((request, exchange) -> over.await()));
        opened.keep(over::countDown);
        Receiver quick = opened.keep(Receiver.answering(200));
        webhooks.with("um.webhook.endpoint-in-flight", "2").with("um.webhook.in-flight", "12");
        List<UUID> hanging = IntStream.range(0, 5)
                .mapToObj(i -> webhooks.endpoint(silent.url() + i))
                .toList();
        UUID fine = webhooks.endpoint(quick.url());
        webhooks.startNode();

        webhooks.note(events(100));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(fine))
                        .extracting(LoggedDelivery::status)
                        .hasSize(100)
                        .containsOnly(DeliveryStatus.DELIVERED));

        assertThat(silent.requests()).hasSizeLessThanOrEqualTo(10);
        assertThat(hanging)
                .allSatisfy(endpoint -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .containsOnly(DeliveryStatus.PENDING));
    }

    @Test
    void anEndpointWhoseSecretIsDamagedTakesNobodysPlace() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        webhooks.with("um.webhook.in-flight", "2").with("um.webhook.endpoint-in-flight", "2");
        UUID damaged = webhooks.endpoint("http://127.0.0.1:1/");
        webhooks.database().transact(s -> s.update("UPDATE webhook_secret SET secret = 'sealed:?'", none -> {}));
        UUID fine = webhooks.endpoint(receiver.url());
        webhooks.startNode();

        webhooks.note(events(5));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(fine))
                        .extracting(LoggedDelivery::status)
                        .hasSize(5)
                        .containsOnly(DeliveryStatus.DELIVERED));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(damaged))
                        .allSatisfy(each -> assertThat(each.lastError()).contains("secret cannot be opened")));
    }

    @Test
    void noMoreIsTakenThanThereIsRoomForAndOfEndpointsThatAreOffTrialsAlone() {
        List<UUID> endpoints = IntStream.range(0, 6)
                .mapToObj(i -> webhooks.endpoint("http://127.0.0.1:1/" + i))
                .toList();
        webhooks.note(events(5));
        Instant now = webhooks.clock().instant();
        webhooks.endpoints(e -> {
            e.failed(endpoints.get(0), now, "down");
            e.failed(endpoints.get(1), now, "down");
            return e.disable(endpoints.get(2), now, "given up");
        });
        WebhookMessage ping = new WebhookMessage(UUID.randomUUID(), WebhookFixture.TENANT, "um.Ping", now, "{}");
        webhooks.database()
                .transact(s -> new io.universalmiddleware.persistence.webhook.DeliveryRepository(
                                s, new com.fasterxml.jackson.databind.ObjectMapper())
                        .add(List.of(new NewDelivery(UUID.randomUUID(), endpoints.get(2), ping, false, true)), now));
        Instant later = webhooks.clock().instant();

        List<TakenDelivery> taken =
                webhooks.deliveries().take(new TakeRequest(later, later.plusSeconds(60), 8, Map.of(), 10, 1));
        List<TakenDelivery> rest =
                webhooks.deliveries().take(new TakeRequest(later, later.plusSeconds(60), 8, Map.of(), 100, 100));

        assertThat(taken).hasSize(10);
        assertThat(taken.stream().filter(TakenDelivery::failing)).hasSize(1);
        assertThat(Stream.concat(taken.stream(), rest.stream())
                        .filter(each -> each.endpoint().equals(endpoints.get(2))))
                .singleElement()
                .satisfies(each -> assertThat(each.trial()).isTrue());
    }

    @Test
    void anEndpointsOwnBoundOnRequestsASecondHolds() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.database()
                .transact(s -> s.update(
                        "UPDATE config_entry SET document = (document::jsonb || '{\"requestsPerSecond\":1}'::jsonb)::json",
                        none -> {}));
        long began = System.nanoTime();
        webhooks.startNode();

        webhooks.note(events(3));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .containsOnly(DeliveryStatus.DELIVERED));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(webhooks.log(endpoint)).extracting(LoggedDelivery::attempts).containsOnly(1);
    }

    @Test
    void anAddressInTheHouseIsNotReachedAndTheLogSaysWhy() {
        UUID endpoint = webhooks.endpoint("http://169.254.169.254/latest/meta-data");
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.only(endpoint).attempts() == 1);

        assertThat(webhooks.only(endpoint).lastError()).contains("link-local");
    }

    private List<ConsumerRecord<String, byte[]>> events(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> webhooks.event()).toList());
    }

    /** At most one delivery. */
    private Replayed replay(UUID endpoint, Instant since, Replayed.@Nullable Place after) {
        return webhooks.log(l -> l.replay(
                new LogQuery(endpoint, null, null, since, null, null, 1),
                after,
                webhooks.clock().instant()));
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
