package io.universalmiddleware.persistence.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parking keeps the messages of a key, in order, behind the one that failed, until an operator has decided about it.
 *
 * <p>Every method runs in the caller's transaction; see the package for what holds between them.
 */
@Dependent
public class Parking {
    /** The actor of what the platform does by itself. */
    public static final String PLATFORM = "um";

    private static final String SUBJECT = "dead-letter/";

    private final ParkedKeyRepository keys;
    private final DeadLetterRepository letters;
    private final AuditRepository audit;
    private final TimelineRepository timeline;
    private final Clock clock;

    @Inject
    public Parking(
            ParkedKeyRepository keys,
            DeadLetterRepository letters,
            AuditRepository audit,
            TimelineRepository timeline,
            Clock clock) {
        this.keys = keys;
        this.letters = letters;
        this.audit = audit;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** The subject under which the audit knows a letter. */
    public static String subject(UUID letter) {
        return SUBJECT + letter;
    }

    /** As {@link ParkedKeyRepository#claim}. */
    public Claim claim(String consumer, String key, UUID message) {
        return keys.claim(consumer, key, message);
    }

    /** Those of the keys that are parked; they stay so until the transaction ends. */
    public Set<ParkedKey> parkedAmong(Collection<ParkedKey> parked) {
        return keys.parkedAmong(parked);
    }

    /** Keeps everybody else from the key until the transaction ends, those included that would append. */
    public void lock(ParkedKey key) {
        keys.lock(key);
    }

    /** Puts a message of a parked key into the queue. Again, it does nothing. */
    public void append(KeptMessage message) {
        if (!keys.waits(message.consumer(), message.id())) {
            keys.appendAll(List.of(message), clock.instant());
            tell(message, "parked", note().put("key", message.key()));
        }
    }

    /**
     * Gives a message up that came from Kafka: it becomes a letter, and its key parks.
     *
     * @return false if it was a letter before; nothing has changed then
     * @throws KeyParkedException if the key was parked meanwhile; the transaction must not commit
     */
    public boolean bury(KeptMessage message, Failure failure) {
        Instant now = clock.instant();
        UUID id = Uuid7.next(clock);
        if (!letters.insert(id, message, failure, now)) {
            return false;
        }
        if (!keys.park(key(message), id, now)) {
            throw new KeyParkedException(message.key());
        }
        died(id, message, failure);
        return true;
    }

    /** What is to be done next for the key; if it is anything, nobody else does it until the transaction ends. */
    public Turn next(ParkedKey key) {
        if (!keys.tryLock(key)) {
            return new Turn.Elsewhere();
        }
        Optional<ParkedKeyRepository.Standing> standing = keys.find(key);
        if (standing.isEmpty()) {
            return new Turn.Free();
        }
        if (!standing.get().due()) {
            return new Turn.Undecided();
        }
        @Nullable UUID head = standing.get().head();
        if (head != null) {
            return letters.tryLock(head)
                    .filter(letter -> letter.state() == LetterState.RETRYING)
                    .<Turn>map(Turn.Retry::new)
                    .orElseGet(Turn.Elsewhere::new);
        }
        return keys.first(key).map(Turn.class::cast).orElseGet(() -> keys.free(key) ? new Turn.Free() : next(key));
    }

    /** The turn's message has had its effect, or needs none. */
    public void done(Turn.Retry turn) {
        DeadLetter letter = turn.letter();
        letters.move(letter.id(), LetterState.RESOLVED, null, clock.instant());
        keys.update(key(letter.message()), null, true);
        record(letter, PLATFORM, "resolved", null, null, null);
    }

    /** As {@link #done(Turn.Retry)}. */
    public void done(Turn.Next turn) {
        keys.remove(turn.seq(), key(turn.message()));
    }

    /** The letter's message failed again: it waits for an operator once more, and its key with it. */
    public void failed(Turn.Retry turn, Failure failure) {
        DeadLetter letter = turn.letter();
        letters.failedAgain(letter.id(), failure, clock.instant());
        keys.update(key(letter.message()), letter.id(), false);
        record(letter, PLATFORM, "retry-failed", failure.cause().exception(), null, null);
        tell(
                letter.message(),
                "dead-lettered",
                note(letter.id(), failure).put("attempts", letter.attempts() + failure.attempts()));
    }

    /** The waiting message failed: it is the letter now that the others wait behind. */
    public void failed(Turn.Next turn, Failure failure) {
        UUID id = Uuid7.next(clock);
        keys.remove(turn.seq(), key(turn.message()));
        if (letters.insert(id, turn.message(), failure, clock.instant())) {
            keys.update(key(turn.message()), id, false);
            died(id, turn.message(), failure);
        }
    }

    /**
     * An operator wants an open letter tried again. The transaction has locked it.
     *
     * @param payload in the place of the message's own; null to leave that
     */
    public void retry(DeadLetter letter, String actor, byte @Nullable [] payload, @Nullable String reason) {
        letters.move(letter.id(), LetterState.RETRYING, payload, null);
        keys.update(key(letter.message()), letter.id(), true);
        letters.reopenCommand(letter.message().id());
        if (payload == null) {
            record(letter, actor, "retry", reason, null, null);
        } else {
            record(
                    letter,
                    actor,
                    "edit-and-retry",
                    reason,
                    json(letter.message().payload()),
                    json(payload));
        }
        tell(
                letter.message(),
                "retried",
                note().put("letter", letter.id().toString()).put("by", actor).put("edited", payload != null));
    }

    /** An operator gives an open letter up: what waits behind it goes on. The transaction has locked it. */
    public void discard(DeadLetter letter, String actor, String reason) {
        letters.move(letter.id(), LetterState.DISCARDED, null, clock.instant());
        keys.claimGivenUp(letter.message().consumer(), letter.message().id());
        keys.update(key(letter.message()), null, true);
        record(letter, actor, "discard", reason, null, null);
        tell(
                letter.message(),
                "discarded",
                note().put("letter", letter.id().toString()).put("by", actor).put("reason", reason));
    }

    /** As {@link ParkedKeyRepository#due}. */
    public List<ParkedKey> due(Collection<String> consumers, int limit) {
        return keys.due(consumers, limit);
    }

    /** How much waits, over all tenants. */
    public DeadLetterRepository.Standing standing() {
        return letters.standing();
    }

    /** The key of a message as the tables know it. */
    public static ParkedKey key(KeptMessage message) {
        return new ParkedKey(message.consumer(), message.key());
    }

    private void died(UUID id, KeptMessage message, Failure failure) {
        audit.append(new AuditEntry(
                MessageColumns.tenant(message),
                clock.instant(),
                PLATFORM,
                "dead-lettered",
                subject(id),
                failure.cause().exception(),
                null,
                null));
        tell(message, "dead-lettered", note(id, failure));
    }

    private void record(
            DeadLetter letter,
            String actor,
            String action,
            @Nullable String reason,
            @Nullable String before,
            @Nullable String after) {
        audit.append(new AuditEntry(
                MessageColumns.tenant(letter.message()),
                clock.instant(),
                actor,
                action,
                subject(letter.id()),
                reason == null ? null : KeptMessage.storable(reason),
                before,
                after));
    }

    /** Also of a command that has no row, which is nobody's. */
    private void tell(KeptMessage message, String step, ObjectNode detail) {
        if (message.command() != null) {
            detail.put("consumer", message.consumer());
            try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
                timeline.addAll(
                        List.of(new TimelineEntry(message.command(), clock.instant(), step, detail.toString())));
            }
        }
    }

    private static ObjectNode note() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode note(UUID letter, Failure failure) {
        return note().put("letter", letter.toString())
                .put("reason", failure.reason().wire())
                .put("exception", failure.cause().exception())
                .put("attempts", failure.attempts());
    }

    /** A payload as the audit keeps it: JSON as such, anything else as text. */
    private static @Nullable String json(byte @Nullable [] payload) {
        return payload == null ? null : PayloadText.json(payload);
    }
}
