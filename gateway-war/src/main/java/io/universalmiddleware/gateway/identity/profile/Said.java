package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.document.Section;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a document what somebody says about themselves, within bounds. What is not valid is noted. */
final class Said {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LOCALE = 35;
    private static final int LONGEST_PREFERENCE = 500;
    private static final Pattern PREFERENCE = Pattern.compile("[a-z][a-zA-Z0-9._-]{0,62}");

    /** By these a name could run backwards over what stands beside it (Unicode, UAX 9). */
    private static final Pattern TURNING = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C]");

    private Said() {}

    /** {@code display_name}; null if absent. */
    static @Nullable String displayName(Section in) {
        @Nullable String text = in.text("display_name");
        if (text == null) {
            return null;
        }
        String name = text.strip();
        boolean valid = !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && !TURNING.matcher(name).find();
        if (!valid) {
            in.violation("display_name", "expected 1 to " + LONGEST_NAME + " characters, none that turns the writing");
        }
        return name;
    }

    /** {@code locale} as BCP 47 has it written; null if absent. */
    static @Nullable String locale(Section in) {
        @Nullable String text = in.text("locale");
        if (text == null) {
            return null;
        }
        try {
            String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
            if (!text.isEmpty() && text.length() <= LONGEST_LOCALE) {
                return tag;
            }
        } catch (IllformedLocaleException other) {
            // told below
        }
        in.violation("locale", "expected a language tag such as de-CH, of at most " + LONGEST_LOCALE + " characters");
        return null;
    }

    /** {@code time_zone}; null if absent. */
    static @Nullable String timeZone(Section in) {
        @Nullable String text = in.text("time_zone");
        if (text != null && !ZoneId.getAvailableZoneIds().contains(text)) {
            in.violation("time_zone", "expected the name of a time zone such as Europe/Zurich");
        }
        return text;
    }

    /** The text of a preference. */
    static String preference(Section in, String name) {
        String text = in.text(name, "");
        if (!PREFERENCE.matcher(name).matches()) {
            in.violation(name, "expected a name of a-z, A-Z, 0-9, '.', '_' and '-', at most 63, a small letter first");
        } else if (in.isText(name) && (text.isEmpty() || text.length() > LONGEST_PREFERENCE)) {
            in.violation(name, "expected 1 to " + LONGEST_PREFERENCE + " characters");
        }
        return text;
    }
}
