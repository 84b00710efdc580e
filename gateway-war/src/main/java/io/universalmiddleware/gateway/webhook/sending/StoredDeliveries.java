package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.webhook.SecretBox;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import io.universalmiddleware.persistence.webhook.EndpointState;
import io.universalmiddleware.persistence.webhook.SettledAttempt;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The deliveries in PostgreSQL. */
@ApplicationScoped
public class StoredDeliveries implements Deliveries {
    private DeliveryRepository deliveries;
    private EndpointRepository endpoints;
    private SecretBox box;
    private Duration disableAfter;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoredDeliveries() {}

    @Inject
    StoredDeliveries(DeliveryRepository deliveries, EndpointRepository endpoints, Settings settings, Clock clock) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.box = settings.get(WebhookSettings.SECRET_KEYS);
        this.disableAfter = WebhookSettings.from(settings).disableAfter();
        this.clock = clock;
    }

    @Override
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<TakenDelivery> take(TakeRequest request) {
        Map<UUID, String> made = new HashMap<>();
        return deliveries.take(request).stream()
                .map(taken -> taken.secrets().isEmpty()
                        ? taken.with(List.of(made.computeIfAbsent(taken.endpoint(), this::makeSecret)))
                        : taken)
                .toList();
    }

    @Override
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<Disabled> settle(List<Settled> settled, Instant now) {
        Set<UUID> ours =
                deliveries.settle(settled.stream().map(Settled::attempt).toList());
        List<Disabled> disabled = new ArrayList<>();
        settled.stream()
                .filter(each -> ours.contains(each.attempt().delivery()))
                // in one order, so that two nodes do not wait for each other's rows crosswise
                .sorted(Comparator.comparing(Settled::endpoint))
                .forEach(each -> note(each, now).ifPresent(disabled::add));
        return disabled;
    }

    @Override
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void putBack(List<Returned> returned) {
        returned.stream()
                .sorted(Comparator.comparing(Returned::delivery))
                .forEach(each -> deliveries.putBack(each.delivery(), each.claim(), each.due()));
    }

    private Optional<Disabled> note(Settled settled, Instant now) {
        SettledAttempt attempt = settled.attempt();
        if (attempt.outcome() == DeliveryStatus.DELIVERED) {
            endpoints.succeeded(settled.endpoint());
            return Optional.empty();
        }
        if (settled.trial()) {
            return Optional.empty();
        }
        String error = attempt.error() == null ? "" : attempt.error();
        EndpointState state = endpoints.failed(settled.endpoint(), attempt.at(), error);
        @Nullable String reason = reason(settled, state, now);
        return reason != null && endpoints.disable(settled.endpoint(), now, reason)
                ? Optional.of(new Disabled(settled.endpoint(), reason))
                : Optional.empty();
    }

    private @Nullable String reason(Settled settled, EndpointState state, Instant now) {
        if (settled.gone()) {
            return "It answered 410: it wants nothing any more.";
        }
        Instant since = state.failingSince();
        return since == null || since.plus(disableAfter).isAfter(now)
                ? null
                : "Every attempt since " + since + " failed, " + state.failures() + " of them; the last: "
                        + state.lastError();
    }

    /** For an endpoint that came with a whole configuration: nobody knows its secret until it is replaced. */
    private String makeSecret(UUID endpoint) {
        String kept = box.seal(SigningSecret.generate(), endpoint);
        endpoints.addSecret(Uuid7.next(clock), endpoint, kept, clock.instant());
        return kept;
    }
}
