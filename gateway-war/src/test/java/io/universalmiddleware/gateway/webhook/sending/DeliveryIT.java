package io.universalmiddleware.gateway.webhook.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.sending.Deliveries.Settled;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.LoggedAttempt;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an event to its endpoint, on PostgreSQL and real sockets. */
@WithBackends
class DeliveryIT {
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
    void anEventIsDeliveredOnceHoweverOftenItComesAndItsSignatureIsVerifiedByTheReference() throws Exception {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        SigningSecret secret = webhooks.addSecret(endpoint);
        webhooks.startNode();
        ConsumerRecord<String, byte[]> event = webhooks.event();

        webhooks.note(List.of(event, event));
        webhooks.note(List.of(event));
        eventually()
                .untilAsserted(
                        () -> assertThat(webhooks.only(endpoint).status()).isEqualTo(DeliveryStatus.DELIVERED));
        webhooks.note(List.of(event, webhooks.event()));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .containsExactly(DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED));

        assertThat(receiver.requests())
                .extracting(Receiver.Request::id)
                .hasSize(2)
                .doesNotHaveDuplicates();
        Receiver.Request request = receiver.requests().get(0);
        new Webhook(secret.text()).verify(request.body(), HttpHeaders.of(request.headers(), (name, value) -> true));
        assertThat(request.body()).contains("\"type\":\"shop.Sold\"").endsWith("\"data\":{\"n\":1}}");
    }

    @Test
    void onlyWhoWantsAnEventIsToldOfItAndNobodyOfAnotherTenants() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID wants = webhooks.endpoint(receiver.url() + "/wants");
        UUID wantsOthers = webhooks.endpoint(WebhookFixture.TENANT, receiver.url(), "shop.Bought");
        UUID foreign = webhooks.endpoint("other", receiver.url(), "*");
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.only(wants).status() == DeliveryStatus.DELIVERED);

        assertThat(webhooks.log(wantsOthers)).isEmpty();
        assertThat(webhooks.log(foreign)).isEmpty();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void whatOccurredLongBeforeAnEndpointWasMadeIsNotForIt() {
        ConsumerRecord<String, byte[]> old = webhooks.event();
        webhooks.move(Duration.ofMinutes(5));
        UUID endpoint = webhooks.endpoint("http://127.0.0.1:1/");

        webhooks.note(List.of(old, webhooks.event()));

        assertThat(webhooks.log(endpoint)).hasSize(1);
    }

    @Test
    void whatFailsIsSentAgainByTheScheduleWithTheSameIdUntilItHasFailed() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            byte[] text = "not now".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, text.length);
            exchange.getResponseBody().write(text);
        }));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.only(endpoint).attempts() == 1);
        LoggedDelivery first = webhooks.only(endpoint);
        assertThat(first.status()).isEqualTo(DeliveryStatus.PENDING);
        assertThat(first.lastStatus()).isEqualTo(503);
        assertThat(Duration.between(first.lastAttemptAt(), first.next()))
                .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(30));

        webhooks.move(Duration.ofMinutes(61));
        eventually().until(() -> webhooks.only(endpoint).attempts() == 2);
        webhooks.move(Duration.ofMinutes(61));
        eventually().until(() -> webhooks.only(endpoint).status() == DeliveryStatus.FAILED);

        assertThat(receiver.requests()).hasSize(3);
        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsOnly("msg_" + first.message());
        List<LoggedAttempt> attempts = webhooks.log(l -> l.attempts(first.id()));
        assertThat(attempts).extracting(LoggedAttempt::number).containsExactly(1, 2, 3);
        assertThat(attempts).extracting(LoggedAttempt::answer).containsOnly("not now");
        assertThat(webhooks.state(endpoint).failures()).isEqualTo(3);
    }

    @Test
    void theEndpointSaysAfterHowLongToComeAgain() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            exchange.getResponseHeaders().add("Retry-After", "18000");
            exchange.sendResponseHeaders(429, -1);
        }));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();

        webhooks.note(List.of(webhooks.event()));
        eventually().until(() -> webhooks.only(endpoint).attempts() == 1);

        LoggedDelivery delivery = webhooks.only(endpoint);
        assertThat(Duration.between(delivery.lastAttemptAt(), delivery.next()))
                .isBetween(Duration.ofHours(5), Duration.ofHours(5).plusSeconds(30));
    }

    @Test
    void aNodeThatDiesBetweenSendingAndSettlingHasItSentAgainWithTheSameIdAndHasNoSayAnyMore() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.note(List.of(webhooks.event()));
        Deliveries dead = webhooks.deliveries();
        TakenDelivery taken = dead.take(request()).get(0);
        assertThat(dead.take(request())).as("nobody else takes it meanwhile").isEmpty();

        webhooks.startNode();
        webhooks.move(Duration.ofMinutes(2));
        eventually().until(() -> webhooks.only(endpoint).status() == DeliveryStatus.DELIVERED);
        Settled late = new Judging(io.universalmiddleware.gateway.webhook.RetrySchedule.parse("1s"), () -> 0)
                .settle(taken, Answer.failed("it woke up late"), Instant.now(), Duration.ZERO);

        assertThat(dead.settle(List.of(late), Instant.now())).isEmpty();
        LoggedDelivery delivery = webhooks.only(endpoint);
        assertThat(delivery.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(delivery.attempts()).isEqualTo(1);
        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsExactly("msg_" + taken.message());
        assertThat(webhooks.state(endpoint).failures()).isZero();
    }

    @Test
    void severalNodesShareTheWorkAndSendNothingTwice() {
        Receiver receiver = opened.keep(Receiver.answering(200));
        UUID endpoint = webhooks.endpoint(receiver.url());
        webhooks.startNode();
        webhooks.startNode();
        webhooks.startNode();

        webhooks.note(events(200));
        eventually()
                .untilAsserted(() -> assertThat(webhooks.log(endpoint))
                        .extracting(LoggedDelivery::status)
                        .hasSize(200)
                        .containsOnly(DeliveryStatus.DELIVERED));

        assertThat(receiver.requests())
                .extracting(Receiver.Request::id)
                .hasSize(200)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsOldIsForgottenAndWhatIsOfNoEndpointTooButNothingElse() {
        UUID kept = webhooks.endpoint("http://127.0.0.1:1/");
        UUID gone = webhooks.endpoint("http://127.0.0.1:1/");
        webhooks.note(List.of(webhooks.event()));
        webhooks.move(Duration.ofDays(20));
        webhooks.note(List.of(webhooks.event()));
        webhooks.database().transact(s -> s.update("DELETE FROM config_entry WHERE id = ?", b -> b.setObject(1, gone)));

        Forgetting[] forgetting = new Forgetting[1];
        boolean more = webhooks.log(l -> {
            forgetting[0] = new Forgetting(
                    l, webhooks.settings(), java.time.Clock.offset(webhooks.clock(), Duration.ofDays(11)));
            return forgetting[0].forgetSome();
        });

        assertThat(more).isFalse();
        assertThat(webhooks.log(gone)).isEmpty();
        assertThat(webhooks.log(kept)).hasSize(1);
        assertThat(webhooks.<List<?>>endpoints(
                        e -> e.secrets(gone, webhooks.clock().instant())))
                .isEmpty();
        assertThat(webhooks.<Integer>log(l -> l.pending(kept, 10))).isEqualTo(1);
    }

    private List<ConsumerRecord<String, byte[]>> events(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> webhooks.event()).toList());
    }

    private TakeRequest request() {
        Instant now = webhooks.clock().instant();
        return new TakeRequest(now, now.plusSeconds(60), 8, Map.of(), 100, 100);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
