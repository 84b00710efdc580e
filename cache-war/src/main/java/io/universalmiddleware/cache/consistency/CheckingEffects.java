package io.universalmiddleware.cache.consistency;

import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Checks where effects are, many at once.
 *
 * <p>Exact: a command's events commit with its being settled, and an event's inbox row with its changes of rows. So what is
 * found visible here is in every row read after this. Events older than the inbox remembers are taken to be visible.
 */
@ApplicationScoped
public class CheckingEffects {
    private CommandRepository commands;
    private EventRepository events;
    private InboxRepository inbox;
    private CacheSettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CheckingEffects() {}

    @Inject
    public CheckingEffects(
            CommandRepository commands,
            EventRepository events,
            InboxRepository inbox,
            CacheSettings settings,
            Clock clock) {
        this.commands = commands;
        this.events = events;
        this.inbox = inbox;
        this.settings = settings;
        this.clock = clock;
    }

    /** Answers each question. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Map<Question, Effect> check(Collection<Question> questions) {
        Set<CommandId> settled = commands.settledAmong(
                questions.stream().map(Question::command).distinct().toList());
        Map<CommandId, List<StoredEvent>> effects = new HashMap<>();
        settled.forEach(command -> effects.put(command, events.ofCommand(command)));
        Map<View, Set<UUID>> missing = missing(questions, effects);

        Map<Question, Effect> answers = new LinkedHashMap<>();
        for (Question question : questions) {
            answers.put(question, answer(question, effects, missing));
        }
        return answers;
    }

    private Map<View, Set<UUID>> missing(Collection<Question> questions, Map<CommandId, List<StoredEvent>> effects) {
        Map<View, Set<UUID>> missing = new LinkedHashMap<>();
        for (Question question : questions) {
            missing.computeIfAbsent(question.view(), v -> new HashSet<>()).addAll(consumed(question, effects));
        }
        missing.replaceAll((view, ids) -> ids.isEmpty() ? ids : inbox.missing(view.consumer(), ids));
        return missing;
    }

    private Effect answer(Question question, Map<CommandId, List<StoredEvent>> effects, Map<View, Set<UUID>> missing) {
        if (commands.status(question.tenant(), question.command()).isEmpty()) {
            return Effect.UNKNOWN_COMMAND;
        }
        if (!effects.containsKey(question.command())) {
            return Effect.PENDING;
        }
        Set<UUID> left = Objects.requireNonNull(missing.get(question.view()));
        return consumed(question, effects).stream().anyMatch(left::contains) ? Effect.PENDING : Effect.VISIBLE;
    }

    private List<UUID> consumed(Question question, Map<CommandId, List<StoredEvent>> effects) {
        Instant remembered = clock.instant().minus(settings.inboxRetention());
        return effects.getOrDefault(question.command(), List.of()).stream()
                .filter(event -> event.occurredAt().isAfter(remembered))
                .filter(event -> question.view().consumes(event.type()))
                .map(StoredEvent::id)
                .toList();
    }
}
