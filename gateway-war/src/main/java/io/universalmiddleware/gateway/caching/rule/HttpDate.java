package io.universalmiddleware.gateway.caching.rule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An HTTP date (RFC 9110, section 5.6.7): read in all three forms, written in the one that is preferred. */
public final class HttpDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final DateTimeFormatter PREFERRED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final int LONGEST = 64;
    private static final int LAST_YEAR = 9_999;

    private HttpDate() {}

    /** Milliseconds since 1970; empty if the text is no date. */
    public static OptionalLong parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return OptionalLong.empty();
        }
        String[] parts = text.strip().split("[ ,-]+", -1);
        try {
            if (parts.length == 6 && parts[5].equalsIgnoreCase("GMT")) {
                return millis(year(parts[3]), parts[2], parts[1], parts[4]);
            }
            if (parts.length == 5) {
                return millis(Integer.parseInt(parts[4]), parts[1], parts[2], parts[3]);
            }
            return OptionalLong.empty();
        } catch (DateTimeException | NumberFormatException invalid) {
            return OptionalLong.empty();
        }
    }

    /** In whole seconds, rounded down. */
    public static String format(long millis) {
        return PREFERRED.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    private static OptionalLong millis(int year, String month, String day, String time) {
        int ordinal = MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1;
        if (ordinal == 0 || time.length() != 8 || year < 1 || year > LAST_YEAR) {
            return OptionalLong.empty();
        }
        LocalDate date = LocalDate.of(year, ordinal, Integer.parseInt(day));
        String clock = time.endsWith(":60") ? time.substring(0, 6) + "59" : time;
        return OptionalLong.of(
                date.atTime(LocalTime.parse(clock)).toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    /** Two digits that look more than 50 years ahead mean the past (RFC 9110, section 5.6.7). */
    private static int year(String text) {
        int year = Integer.parseInt(text);
        if (text.length() != 2) {
            return year;
        }
        int now = LocalDate.now(ZoneOffset.UTC).getYear();
        int full = now - now % 100 + year;
        return full > now + 50 ? full - 100 : full;
    }
}
