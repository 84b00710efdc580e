package io.universalmiddleware.gateway.identity.password;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * What a password must be and what its hash costs.
 *
 * @param least its fewest characters
 * @param memory of a hash, in KiB
 * @param passes over that memory
 * @param places hashes that are made at once
 * @param patience how long a hash may wait for a place
 */
public record HashSettings(int least, int memory, int passes, int places, Duration patience) {
    static final Setting<Integer> LEAST = Setting.integer(
            "um.identity.password-length",
            15,
            8,
            64,
            "Fewest characters of a password; NIST SP 800-63B-4 wants 15 where it is all that is asked for.");
    static final Setting<Integer> MEMORY = Setting.integer(
            "um.identity.hash-memory",
            19_456,
            19_456,
            1_048_576,
            "Memory of an Argon2id hash, in KiB, kept for each of those made at once; a password is hashed anew at a login after this was raised.");
    static final Setting<Integer> PASSES =
            Setting.integer("um.identity.hash-passes", 2, 2, 64, "Passes of an Argon2id hash over its memory.");
    static final Setting<Integer> PLACES = Setting.integer(
            "um.identity.hashes-at-once", 2, 1, 256, "Argon2id hashes that a node makes at once; the others wait.");
    static final Setting<Duration> PATIENCE = Setting.duration(
            "um.identity.hash-patience",
            "3s",
            Duration.ZERO,
            Duration.ofSeconds(30),
            "How long a login waits for its turn to be hashed, else 503.");

    /** The configured settings. */
    public static HashSettings from(Settings settings) {
        return new HashSettings(
                settings.get(LEAST),
                settings.get(MEMORY),
                settings.get(PASSES),
                settings.get(PLACES),
                settings.get(PATIENCE));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Identity: passwords";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(LEAST, BreachedPasswords.SETTING, MEMORY, PASSES, PLACES, PATIENCE);
        }
    }
}
