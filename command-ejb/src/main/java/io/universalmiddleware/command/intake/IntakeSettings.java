package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * What the intake takes.
 *
 * @param maxBodyBytes the largest request body
 * @param keyLife how long an idempotency key stands for its request
 * @param writers threads that commit
 * @param room how much may wait for them
 * @param backlog how much may wait in the outbox
 */
record IntakeSettings(
        int maxBodyBytes, Duration keyLife, int writers, WaitingRoom.Limits room, BacklogRule.Limits backlog) {
    static final Setting<Integer> MAX_BODY = Setting.integer(
            "um.command.max-body-bytes", 256 * 1024, 1024, 900_000, "Largest body of a command request, in bytes.");
    static final Setting<Duration> KEY_LIFE = Setting.duration(
            "um.command.idempotency-key-life",
            "24h",
            Duration.ofMinutes(1),
            Duration.ofDays(90),
            "How long an idempotency key stands for its request.");
    static final Setting<Integer> WRITERS = Setting.integer(
            "um.command.writers", 2, 1, 32, "Threads that commit commands, each with a connection of its own.");
    static final Setting<Integer> BATCH =
            Setting.integer("um.command.batch", 256, 1, 2_000, "Most commands that are committed in one transaction.");
    static final Setting<Integer> WAITING = Setting.integer(
            "um.command.waiting", 2_000, 1, 1_000_000, "Commands that may wait to be committed, else 503.");
    static final Setting<Integer> WAITING_MEGABYTES = Setting.integer(
            "um.command.waiting-mb", 16, 1, 4_096, "Mebibytes of requests that may wait to be committed, else 503.");
    static final Setting<Duration> PATIENCE = Setting.duration(
            "um.command.patience",
            "2s",
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "Longest time a command may wait to be committed, else 503.");

    static final Setting<Duration> OUTBOX_AGE = Setting.duration(
            "um.command.outbox-age",
            "2m",
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "Age of the oldest unpublished message from which on no command is taken, but answered 503.");
    static final Setting<Integer> OUTBOX_DEPTH = Setting.integer(
            "um.command.outbox-depth",
            500_000,
            100,
            1_000_000_000,
            "Unpublished messages from which on no command is taken, but answered 503.");
    static final Setting<Integer> RESUME_PERCENT = Setting.integer(
            "um.command.outbox-resume-percent",
            50,
            1,
            100,
            "Part of both limits at which commands are taken again, in percent.");

    /** A transaction stays well below what one packet of the protocol may hold. */
    private static final long BATCH_BYTES = 4L << 20;

    static IntakeSettings from(Settings settings) {
        return new IntakeSettings(
                settings.get(MAX_BODY),
                settings.get(KEY_LIFE),
                settings.get(WRITERS),
                new WaitingRoom.Limits(
                        settings.get(WAITING),
                        (long) settings.get(WAITING_MEGABYTES) << 20,
                        settings.get(PATIENCE),
                        settings.get(BATCH),
                        BATCH_BYTES),
                new BacklogRule.Limits(
                        settings.get(OUTBOX_AGE), settings.get(OUTBOX_DEPTH), settings.get(RESUME_PERCENT)));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Commands";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(
                    MAX_BODY,
                    KEY_LIFE,
                    WRITERS,
                    BATCH,
                    WAITING,
                    WAITING_MEGABYTES,
                    PATIENCE,
                    OUTBOX_AGE,
                    OUTBOX_DEPTH,
                    RESUME_PERCENT);
        }
    }
}
