package io.universalmiddleware.gateway.identity.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.identity.profile.Profiles.Owned;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.Profile;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user's profile as the user sees it. */
@Schema(name = "Profile", description = "What a user says about themselves; absent is what they have not said.")
public record ProfileAnswer(
        @Schema(description = "Changed by an address's own operations.")
        String email,

        @JsonProperty("email_verified") boolean emailVerified,

        @JsonProperty("display_name") @Nullable String displayName,

        @Schema(description = "A language tag (BCP 47).") @Nullable
        String locale,

        @Schema(description = "The name of a time zone (IANA).") @JsonProperty("time_zone") @Nullable
        String timeZone,

        @Schema(description = "What applications keep for the user, by name.")
        Map<String, String> preferences,

        @Schema(description = "When it was changed; absent if it never was.") @JsonProperty("updated_at") @Nullable
        Instant updatedAt) {

    public static ProfileAnswer of(Owned owned) {
        Account account = owned.account();
        Profile profile = owned.profile();
        return new ProfileAnswer(
                account.email(),
                account.isVerified(),
                profile.displayName(),
                profile.locale(),
                profile.timeZone(),
                new TreeMap<>(profile.preferences()),
                profile.changedAt());
    }
}
