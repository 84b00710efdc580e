package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.command.OutboxAppended;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.command.Claim;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Accepts a command: command, idempotency key and outbox row commit together or not at all.
 *
 * <p>A key that stands for the same request gives the command that it made; a key whose first request is still being
 * accepted is not waited for.
 */
@ApplicationScoped
public class AcceptingCommand {
    private CommandRepository commands;
    private IdempotencyRepository keys;
    private OutboxRepository outbox;
    private Event<OutboxAppended> appended;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AcceptingCommand() {}

    @Inject
    AcceptingCommand(
            CommandRepository commands,
            IdempotencyRepository keys,
            OutboxRepository outbox,
            Event<OutboxAppended> appended,
            Clock clock) {
        this.commands = commands;
        this.keys = keys;
        this.outbox = outbox;
        this.appended = appended;
        this.clock = clock;
    }

    /** Accepts in one transaction, which has committed when this returns through the bean's proxy. */
    @Transactional
    Acceptance accept(Submission submission, Sender sender, Optional<IdempotencyKey> key, Duration keyLife) {
        Instant now = clock.instant();
        CommandId id = new CommandId(Uuid7.next(clock));
        Claim claim = key.map(k -> keys.claim(
                        sender.tenant(),
                        sender.principal(),
                        k.value(),
                        submission.fingerprint(),
                        id,
                        now,
                        now.plus(keyLife)))
                .orElseGet(Claim.Fresh::new);
        if (claim instanceof Claim.Replay replay) {
            return new Acceptance.Replayed(replay.command());
        }
        if (claim instanceof Claim.Mismatch) {
            return new Acceptance.KeyReused();
        }
        if (claim instanceof Claim.InFlight) {
            return new Acceptance.InFlight();
        }
        save(id, submission, sender, now);
        outbox.append(CommandMessage.of(id, submission, sender, now));
        appended.fire(new OutboxAppended());
        return new Acceptance.Accepted(id);
    }

    private void save(CommandId id, Submission submission, Sender sender, Instant now) {
        commands.insert(new CommandRecord(
                id,
                submission.aggregate(),
                submission.type(),
                submission.version(),
                sender.principal(),
                submission.payload(),
                sender.trace().traceparent(),
                now));
    }
}
