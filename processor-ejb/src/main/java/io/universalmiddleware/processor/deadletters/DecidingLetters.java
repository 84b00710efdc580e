package io.universalmiddleware.processor.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.command.PayloadCheck;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.processor.handling.Announcements;
import io.universalmiddleware.processor.handling.CommandReader;
import io.universalmiddleware.processor.handling.HandlingCommand;
import io.universalmiddleware.processor.handling.MalformedRecordException;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what an operator decides: the letter's state, its key and the audit change together or not at all.
 *
 * <p>The same decision again changes nothing. Of two that differ, made at once, one is a conflict.
 */
@ApplicationScoped
public class DecidingLetters {
    private static final String BUSY = "Somebody else is deciding about it, or it is being tried just now.";

    private DeadLetterRepository letters;
    private Parking parking;
    private ReadingLetters reading;
    private PayloadCheck payloads;
    private Announcements announcements;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected DecidingLetters() {}

    @Inject
    DecidingLetters(
            DeadLetterRepository letters,
            Parking parking,
            ReadingLetters reading,
            PayloadCheck payloads,
            Announcements announcements) {
        this.letters = letters;
        this.parking = parking;
        this.reading = reading;
        this.payloads = payloads;
        this.announcements = announcements;
    }

    /** Has an open letter tried again. */
    @Transactional
    public Decision retry(Operator operator, UUID id, RetryRequest request) {
        return decide(operator, id, letter -> {
            boolean edited = request.payload() != null;
            return switch (letter.state()) {
                case OPEN -> edited ? edit(operator, letter, request) : retry(operator, letter, request.reason(), null);
                case RETRYING, RESOLVED ->
                    edited
                            ? new Decision.Conflict("It is " + letter.state().wire() + " and cannot be edited.")
                            : stands(operator, id);
                case DISCARDED -> new Decision.Conflict("It is discarded.");
            };
        });
    }

    /** Gives an open letter up. */
    @Transactional
    public Decision discard(Operator operator, UUID id, String reason) {
        return decide(operator, id, letter -> switch (letter.state()) {
            case OPEN -> {
                parking.discard(letter, operator.name(), reason);
                announcements.decided().run();
                yield stands(operator, id);
            }
            case DISCARDED -> stands(operator, id);
            case RETRYING, RESOLVED ->
                new Decision.Conflict("It is " + letter.state().wire() + '.');
        });
    }

    /** A page of letters to decide about. */
    @Transactional
    public List<UUID> open(LetterQuery query) {
        return letters.list(query).stream().map(DeadLetter::id).toList();
    }

    /** Has those of the letters tried again that are open still; answers how many. */
    @Transactional
    public int retryAll(Operator operator, List<UUID> ids, @Nullable String reason) {
        return all(operator, ids, letter -> parking.retry(letter, operator.name(), null, reason));
    }

    /** Gives those of the letters up that are open still; answers how many. */
    @Transactional
    public int discardAll(Operator operator, List<UUID> ids, String reason) {
        return all(operator, ids, letter -> parking.discard(letter, operator.name(), reason));
    }

    private int all(Operator operator, List<UUID> ids, Consumer<DeadLetter> decision) {
        int count = 0;
        for (UUID id : ids) {
            Optional<DeadLetter> letter = letters.tryLock(id)
                    .filter(l -> l.state() == LetterState.OPEN)
                    .filter(l -> ReadingLetters.isOf(operator, l));
            letter.ifPresent(decision);
            count += letter.isPresent() ? 1 : 0;
        }
        announcements.decided().run();
        return count;
    }

    private Decision decide(Operator operator, UUID id, Function<DeadLetter, Decision> decision) {
        if (letters.find(id)
                .filter(letter -> ReadingLetters.isOf(operator, letter))
                .isEmpty()) {
            return new Decision.Unknown();
        }
        return letters.tryLock(id).map(decision).orElseGet(() -> new Decision.Conflict(BUSY));
    }

    private Decision edit(Operator operator, DeadLetter letter, RetryRequest request) {
        JsonNode payload = Objects.requireNonNull(request.payload());
        if (!letter.message().consumer().equals(HandlingCommand.CONSUMER)) {
            return new Decision.InvalidPayload(List.of(new Violation(
                    "/payload",
                    "is an event's, which happened as it is: mend the projection, then retry as it stands")));
        }
        try {
            ReceivedCommand command = CommandReader.read(letter.message());
            List<Violation> violations = payloads.check(
                    command.type(), command.version(), command.aggregate().id(), payload.toString());
            return violations.isEmpty()
                    ? retry(
                            operator,
                            letter,
                            request.reason(),
                            payload.toString().getBytes(StandardCharsets.UTF_8))
                    : new Decision.InvalidPayload(violations);
        } catch (MalformedRecordException unreadable) {
            return new Decision.InvalidPayload(List.of(new Violation(
                    "/payload", "cannot be checked: the record is no command (" + unreadable.getMessage() + ")")));
        }
    }

    private Decision retry(Operator operator, DeadLetter letter, @Nullable String reason, byte @Nullable [] payload) {
        parking.retry(letter, operator.name(), payload, reason);
        announcements.decided().run();
        return stands(operator, letter.id());
    }

    private Decision stands(Operator operator, UUID id) {
        return reading.find(operator, id).<Decision>map(Decision.Stands::new).orElseGet(Decision.Unknown::new);
    }
}
