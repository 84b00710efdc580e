package io.universalmiddleware.gateway.identity.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.identity.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of a profile by JSON merge patch (RFC 7396): what is absent stays, what is null goes.
 *
 * @param displayName null if it stays; empty if it goes, as each of the texts
 * @param forgetting whether every preference of before goes
 */
@Schema(name = "ProfileChange", description = "A merge patch: what is absent stays, what is null goes.")
public record ProfileChange(
        @Schema(maxLength = 100, description = "How the user wants to be called.")
        @JsonProperty("display_name")
        @Nullable
        String displayName,

        @Schema(maxLength = 35, description = "A language tag (BCP 47), such as de-CH.") @Nullable
        String locale,

        @Schema(description = "The name of a time zone (IANA), such as Europe/Zurich.")
        @JsonProperty("time_zone")
        @Nullable
        String timeZone,

        @Schema(description = "Texts by name, 50 at most; those that are absent stay, those that are null go.")
        Map<String, String> preferences,

        @Schema(hidden = true) boolean forgetting) {

    private static final String GONE = "";

    public static ProfileChange read(Section in) {
        return new ProfileChange(
                in.isNull("display_name") ? gone(in, "display_name") : Said.displayName(in),
                in.isNull("locale") ? gone(in, "locale") : Said.locale(in),
                in.isNull("time_zone") ? gone(in, "time_zone") : Said.timeZone(in),
                in.object("preferences").map(ProfileChange::preferences).orElse(Map.of()),
                in.isNull("preferences"));
    }

    private static Map<String, String> preferences(Section in) {
        Map<String, String> read = new LinkedHashMap<>();
        in.fields().forEach(name -> read.put(name, in.isNull(name) ? gone(in, name) : Said.preference(in, name)));
        return Collections.unmodifiableMap(read);
    }

    /** Asks for the field, so that it counts as known. */
    private static String gone(Section in, String field) {
        return in.text(field, GONE);
    }

    Profile of(Profile before) {
        Map<String, String> after = new LinkedHashMap<>(forgetting ? Map.of() : before.preferences());
        after.putAll(preferences);
        after.values().removeIf(GONE::equals);
        return new Profile(
                before.account(),
                changed(before.displayName(), displayName),
                changed(before.locale(), locale),
                changed(before.timeZone(), timeZone),
                after,
                before.edition(),
                before.changedAt());
    }

    private static @Nullable String changed(@Nullable String before, @Nullable String said) {
        return said == null ? before : said.equals(GONE) ? null : said;
    }
}
