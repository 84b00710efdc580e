package io.universalmiddleware.gateway.webhook.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import io.universalmiddleware.persistence.webhook.EndpointState;
import io.universalmiddleware.persistence.webhook.NewDelivery;
import io.universalmiddleware.persistence.webhook.WebhookMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Notes a batch of events for the endpoints that want them: all of it commits, or nothing.
 *
 * <p>An endpoint is told of events from its creation on, or a minute earlier: clocks of nodes differ.
 */
@ApplicationScoped
public class NotingEvents {
    private static final String KIND = "webhooks";
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private EntryRepository entries;
    private EndpointRepository endpoints;
    private DeliveryRepository deliveries;
    private EventMessages messages;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected NotingEvents() {}

    @Inject
    public NotingEvents(
            EntryRepository entries,
            EndpointRepository endpoints,
            DeliveryRepository deliveries,
            ObjectMapper json,
            Clock clock) {
        this.entries = entries;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.messages = new EventMessages(json);
        this.clock = clock;
    }

    /** @return whether anybody is to be told of any of them */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean note(List<NoticedEvent> events) {
        List<Entry> found =
                entries.of(KIND, events.stream().map(NoticedEvent::tenant).collect(Collectors.toSet()));
        if (found.isEmpty()) {
            return false;
        }
        Map<UUID, EndpointState> states =
                endpoints.states(found.stream().map(Entry::id).toList());
        Map<UUID, Optional<WebhookMessage>> made = new HashMap<>();
        List<NewDelivery> wanted = new ArrayList<>();
        for (Entry endpoint : found) {
            WebhookConfig config = WebhookConfig.read(Section.of(endpoint.document(), new Violations()));
            boolean off = !config.enabled()
                    || states.getOrDefault(endpoint.id(), EndpointState.FINE).disabledAt() != null;
            events.stream()
                    .filter(event -> wants(endpoint, config, event))
                    .flatMap(event -> made.computeIfAbsent(event.id(), id -> messages.message(event)).stream())
                    .forEach(message ->
                            wanted.add(new NewDelivery(Uuid7.next(clock), endpoint.id(), message, off, false)));
        }
        if (!wanted.isEmpty()) {
            deliveries.add(wanted, clock.instant());
        }
        return !wanted.isEmpty();
    }

    private static boolean wants(Entry endpoint, WebhookConfig config, NoticedEvent event) {
        return event.tenant().equals(endpoint.tenant())
                && config.events().wants(event.type())
                && !event.at().isBefore(endpoint.createdAt().minus(CLOCKS_DIFFER));
    }
}
