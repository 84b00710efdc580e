package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A profile is what the owner of an account says about themselves. Nobody checks it, and nothing is decided by it.
 *
 * @param displayName how they want to be called
 * @param locale a language tag (BCP 47)
 * @param timeZone the name of a time zone (IANA)
 * @param preferences what applications keep for them, by name
 * @param edition counts the changes; 0 if there was none
 * @param changedAt null if there was none
 */
public record Profile(
        UUID account,
        @Nullable String displayName,
        @Nullable String locale,
        @Nullable String timeZone,
        Map<String, String> preferences,
        long edition,
        @Nullable Instant changedAt) {

    public Profile {
        preferences = Map.copyOf(preferences);
    }

    /** Of who has said nothing. */
    public static Profile none(UUID account) {
        return new Profile(account, null, null, null, Map.of(), 0, null);
    }
}
