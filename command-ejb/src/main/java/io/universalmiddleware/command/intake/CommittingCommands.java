package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.command.OutboxAppended;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.command.Claim;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.command.KeyClaim;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Commits commands in one transaction: each with its idempotency key and its outbox row, all of them or none.
 *
 * <p>A key that stands for the same request gives the command that it made; a key whose first request is still being
 * accepted is not waited for. Outbox rows follow the list's order.
 */
@ApplicationScoped
public class CommittingCommands {
    private CommandRepository commands;
    private IdempotencyRepository keys;
    private OutboxRepository outbox;
    private Event<OutboxAppended> appended;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommittingCommands() {}

    @Inject
    CommittingCommands(
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

    /**
     * Accepts in one transaction, which has committed when this returns through the bean's proxy.
     *
     * @return what became of each, in the list's order
     */
    @Transactional
    List<Acceptance> commit(List<PendingCommand> batch, Duration keyLife) {
        Instant now = clock.instant();
        List<CommandId> ids =
                batch.stream().map(pending -> new CommandId(Uuid7.next(clock))).toList();
        Iterator<Claim> claims =
                keys.claimAll(claims(batch, ids, now.plus(keyLife)), now).iterator();
        List<Acceptance> outcomes = new ArrayList<>(batch.size());
        List<CommandRecord> records = new ArrayList<>(batch.size());
        List<OutboxMessage> messages = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            PendingCommand pending = batch.get(i);
            Claim claim = pending.key().isPresent() ? claims.next() : new Claim.Fresh();
            outcomes.add(outcome(claim, ids.get(i)));
            if (claim instanceof Claim.Fresh) {
                records.add(record(ids.get(i), pending, now));
                messages.add(CommandMessage.of(ids.get(i), pending.submission(), pending.sender(), now));
            }
        }
        if (!records.isEmpty()) {
            commands.insertAll(records);
            outbox.appendAll(messages);
            appended.fire(new OutboxAppended());
        }
        return outcomes;
    }

    private static List<KeyClaim> claims(List<PendingCommand> batch, List<CommandId> ids, Instant expiresAt) {
        List<KeyClaim> claims = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            PendingCommand pending = batch.get(i);
            CommandId id = ids.get(i);
            pending.key()
                    .ifPresent(key -> claims.add(new KeyClaim(
                            pending.sender().tenant(),
                            pending.sender().principal(),
                            key.value(),
                            pending.submission().fingerprint(),
                            id,
                            expiresAt)));
        }
        return claims;
    }

    private static Acceptance outcome(Claim claim, CommandId id) {
        if (claim instanceof Claim.Replay replay) {
            return new Acceptance.Replayed(replay.command());
        }
        if (claim instanceof Claim.Mismatch) {
            return new Acceptance.KeyReused();
        }
        return claim instanceof Claim.InFlight ? new Acceptance.InFlight() : new Acceptance.Accepted(id);
    }

    private static CommandRecord record(CommandId id, PendingCommand pending, Instant now) {
        Submission submission = pending.submission();
        return new CommandRecord(
                id,
                submission.aggregate(),
                submission.type(),
                submission.version(),
                pending.sender().principal(),
                pending.sender().caller().roles(),
                submission.payload(),
                pending.sender().trace().traceparent(),
                now);
    }
}
