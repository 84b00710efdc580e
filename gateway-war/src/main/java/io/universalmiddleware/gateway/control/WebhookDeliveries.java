package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.webhook.WebhooksDue;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.webhook.DeliveryLogRepository;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.LogQuery;
import io.universalmiddleware.persistence.webhook.LoggedAttempt;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.NewDelivery;
import io.universalmiddleware.persistence.webhook.Replayed;
import io.universalmiddleware.persistence.webhook.WebhookMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The log of a webhook's deliveries, and what an administrator has sent of it. Of another tenant's webhook nothing is found. */
@ApplicationScoped
public class WebhookDeliveries {
    private static final String PING = "um.Ping";

    private WebhookActs acts;
    private DeliveryLogRepository log;
    private DeliveryRepository deliveries;
    private Event<WebhooksDue> due;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected WebhookDeliveries() {}

    @Inject
    WebhookDeliveries(
            WebhookActs acts,
            DeliveryLogRepository log,
            DeliveryRepository deliveries,
            Event<WebhooksDue> due,
            Clock clock) {
        this.acts = acts;
        this.log = log;
        this.deliveries = deliveries;
        this.due = due;
        this.clock = clock;
    }

    /** A page, and one more if there is a further one. */
    @Transactional
    public List<LoggedDelivery> list(Administrator by, String webhook, Function<UUID, LogQuery> query) {
        return log.list(query.apply(acts.find(by, webhook).id()));
    }

    /** How many are to be sent; counted up to a bound. */
    @Transactional
    public int pending(UUID webhook, int bound) {
        return log.pending(webhook, bound);
    }

    @Transactional
    public Detail find(Administrator by, String webhook, UUID delivery) {
        LoggedDelivery found = found(acts.find(by, webhook), delivery);
        return new Detail(found, log.body(found.message()).orElse("null"), log.attempts(delivery));
    }

    /** Has one sent again now, whatever became of it. */
    @Transactional
    public LoggedDelivery retry(Administrator by, String webhook, UUID delivery) {
        Entry entry = acts.find(by, webhook);
        UUID id = found(entry, delivery).id();
        log.retry(id, clock.instant());
        acts.record(by, entry, "retry-webhook-delivery", detail().put("delivery", id.toString()));
        due.fire(new WebhooksDue());
        return found(entry, id);
    }

    /** Has those sent again that are finished. */
    @Transactional
    public Replayed replay(Administrator by, String webhook, WebhookQuery.Replay replay) {
        Entry entry = acts.find(by, webhook);
        Replayed replayed = log.replay(replay.query().apply(entry.id()), replay.after(), clock.instant());
        acts.record(by, entry, "replay-webhook", detail().put("deliveries", replayed.count()));
        due.fire(new WebhooksDue());
        return replayed;
    }

    /** Has a ping sent, to a webhook that is off too, once. */
    @Transactional
    public LoggedDelivery ping(Administrator by, String webhook) {
        Entry entry = acts.find(by, webhook);
        Instant now = clock.instant();
        UUID delivery = Uuid7.next(clock);
        UUID message = Uuid7.next(clock);
        WebhookMessage ping = new WebhookMessage(
                message, entry.tenant(), PING, now, body(entry, message, now).toString());
        deliveries.add(List.of(new NewDelivery(delivery, entry.id(), ping, false, true)), now);
        acts.record(by, entry, "test-webhook", detail().put("delivery", delivery.toString()));
        due.fire(new WebhooksDue());
        return found(entry, delivery);
    }

    /** A delivery, the body that is sent, and what came of each attempt. */
    public record Detail(LoggedDelivery delivery, String body, List<LoggedAttempt> attempts) {}

    private LoggedDelivery found(Entry webhook, UUID delivery) {
        return log.find(webhook.id(), delivery)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.NOT_FOUND, "There is no delivery '" + delivery + "'.")));
    }

    private static ObjectNode detail() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode body(Entry entry, UUID message, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("specversion", "1.0");
        body.put("id", message.toString());
        body.put("type", PING);
        body.put("time", now.toString());
        body.put("timestamp", now.toString());
        body.put("source", "/admin/v1/webhooks/" + entry.id());
        body.put("tenant", entry.tenant());
        body.put("datacontenttype", "application/json");
        body.putObject("data").put("webhook", entry.id().toString()).put("name", entry.name());
        return body;
    }
}
