package io.universalmiddleware.command.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.command.CommandQuery;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads commands and their lives. A tenant sees its own alone. */
@ApplicationScoped
public class ReadingCommands {
    private CommandRepository commands;
    private EventRepository events;
    private TimelineRepository timelines;
    private ObjectMapper json;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingCommands() {}

    @Inject
    ReadingCommands(
            CommandRepository commands, EventRepository events, TimelineRepository timelines, ObjectMapper json) {
        this.commands = commands;
        this.events = events;
        this.timelines = timelines;
        this.json = json;
    }

    /** The command's state, if the tenant has it. */
    @Transactional
    public Optional<CommandState> find(TenantId tenant, CommandId id) {
        return commands.find(tenant, id).map(CommandState::of);
    }

    /** A page of at most {@code query.limit()} commands. */
    @Transactional
    public CommandPage list(CommandQuery query) {
        int limit = query.limit();
        List<CommandRecord> found = commands.list(new CommandQuery(
                query.tenant(),
                query.principal(),
                query.status(),
                query.type(),
                query.aggregateId(),
                query.before(),
                limit + 1));
        Page<CommandRecord> page = Page.of(found, limit);
        return new CommandPage(
                page.told(CommandState::of), page.next(command -> command.id().toString()));
    }

    /** The command's life, if the tenant has it. */
    @Transactional
    public Optional<CommandTimeline> timeline(TenantId tenant, CommandId id) {
        return commands.find(tenant, id).map(this::timeline);
    }

    private CommandTimeline timeline(CommandRecord command) {
        String trace = traceId(command.traceparent(), "");
        List<TimelineStep> steps = new ArrayList<>();
        step(steps, command.acceptedAt(), "accepted", trace);
        step(steps, command.publishedAt(), "published", trace);
        step(steps, command.startedAt(), "started", trace);
        for (StoredEvent event : events.ofCommand(command.id())) {
            steps.add(new TimelineStep(
                    event.occurredAt(), "event", traceId(event.traceparent(), trace), describe(event)));
        }
        if (command.finishedAt() != null) {
            ObjectNode detail = json.createObjectNode();
            detail.put("status", command.status().wire()).put("attempts", command.attempts());
            steps.add(new TimelineStep(command.finishedAt(), "finished", trace, detail.toString()));
        }
        timelines
                .of(command.id())
                .forEach(entry -> steps.add(new TimelineStep(entry.at(), entry.step(), trace, entry.detail())));
        steps.sort(Comparator.comparing(TimelineStep::at)); // stable: what happened at one instant keeps this order
        return new CommandTimeline(command.id().value(), command.status().wire(), trace, List.copyOf(steps));
    }

    private static void step(List<TimelineStep> steps, @Nullable Instant at, String name, String trace) {
        if (at != null) {
            steps.add(new TimelineStep(at, name, trace, "{}"));
        }
    }

    private String describe(StoredEvent event) {
        return json.createObjectNode()
                .put("id", event.id().toString())
                .put("type", event.type())
                .put("aggregateType", event.aggregate().type())
                .put("aggregateId", event.aggregate().id())
                .put("sequence", event.sequence())
                .toString();
    }

    private static String traceId(@Nullable String traceparent, String otherwise) {
        return TraceContext.parse(traceparent).map(TraceContext::traceId).orElse(otherwise);
    }
}
