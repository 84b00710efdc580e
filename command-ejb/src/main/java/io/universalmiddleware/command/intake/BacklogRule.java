package io.universalmiddleware.command.intake;

import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backlog rule says whether commands are taken, by what is measured to wait in the outbox.
 *
 * <p>Once age or depth has reached its limit nothing is taken until both have fallen to a part of theirs, so that the answer
 * does not change with each measurement. A measurement holds for half a minute: without news commands are taken, since who
 * cannot measure cannot commit either.
 */
final class BacklogRule {
    private static final Duration HOLDS = Duration.ofSeconds(30);
    private static final int PERCENT = 100;

    /**
     * What may wait.
     *
     * @param age of the oldest row that is not published
     * @param depth rows that are not published
     * @param resumePercent of both, at which commands are taken again
     */
    record Limits(Duration age, long depth, int resumePercent) {}

    private final Limits limits;
    private final Clock clock;
    private Instant measuredAt = Instant.MIN;
    private @Nullable String complaint;

    BacklogRule(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Takes a measurement in; answers whether it changed what {@link #complaint} says. */
    synchronized boolean measured(OutboxBacklog backlog) {
        boolean wasShut = complaint().isPresent();
        int percent = wasShut ? limits.resumePercent() : PERCENT;
        measuredAt = clock.instant();
        complaint = complaintOf(backlog, percent);
        return wasShut != (complaint != null);
    }

    /** Why nothing is taken now; empty if commands are taken. */
    synchronized Optional<String> complaint() {
        return Duration.between(measuredAt, clock.instant()).compareTo(HOLDS) > 0
                ? Optional.empty()
                : Optional.ofNullable(complaint);
    }

    private @Nullable String complaintOf(OutboxBacklog backlog, int percent) {
        if (backlog.age().multipliedBy(PERCENT).compareTo(limits.age().multipliedBy(percent)) >= 0) {
            return "Accepted commands wait for %d s to be handed on."
                    .formatted(backlog.age().toSeconds());
        }
        if (backlog.depth() * PERCENT >= limits.depth() * percent) {
            return "%d messages wait to be handed on.".formatted(backlog.depth());
        }
        return null;
    }
}
