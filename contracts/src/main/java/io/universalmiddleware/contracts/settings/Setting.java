package io.universalmiddleware.contracts.settings;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting is one configuration key with its type, default, range and meaning.
 *
 * @param key dotted name below {@code um.}; the environment form is upper case with underscores
 * @param type what a value looks like, for people: {@code port}, {@code 10ms..30s}, {@code 1..200}
 * @param fallback the default as text; null if a value must be given or may be absent
 * @param required whether a value must be there
 * @param secret whether its value must never be shown
 * @param meaning one sentence, with the unit
 * @param parse text to value; throws {@link IllegalArgumentException} saying what is expected
 */
public record Setting<T>(
        String key,
        String type,
        @Nullable String fallback,
        boolean required,
        boolean secret,
        String meaning,
        Function<String, T> parse) {

    public static Setting<String> text(String key, String fallback, String meaning) {
        return new Setting<>(key, "text", fallback, true, false, meaning, Function.identity());
    }

    /** A text that may be absent: read it with {@link Settings#find}. */
    public static Setting<String> optionalText(String key, String meaning) {
        return new Setting<>(key, "text", null, false, false, meaning, Function.identity());
    }

    public static Setting<String> secret(String key, @Nullable String fallback, String meaning) {
        return new Setting<>(key, "secret", fallback, fallback != null, true, meaning, Function.identity());
    }

    /** A TCP port, 0 to 65535; 0 takes a free one. */
    public static Setting<Integer> port(String key, int fallback, String meaning) {
        return new Setting<>(key, "port", Integer.toString(fallback), true, false, meaning, integerIn(0, 65_535));
    }

    public static Setting<Integer> integer(String key, int fallback, int min, int max, String meaning) {
        return new Setting<>(
                key, min + ".." + max, Integer.toString(fallback), true, false, meaning, integerIn(min, max));
    }

    public static Setting<Boolean> flag(String key, boolean fallback, String meaning) {
        return new Setting<>(key, "true|false", Boolean.toString(fallback), true, false, meaning, Setting::toBoolean);
    }

    /** A duration in ISO 8601 ({@code PT5S}) or as a number with a unit: {@code 50ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 7d}. */
    public static Setting<Duration> duration(String key, String fallback, Duration min, Duration max, String meaning) {
        String range = shortForm(min) + ".." + shortForm(max);
        return new Setting<>(key, range, fallback, true, false, meaning, text -> {
            Duration value = toDuration(text);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(
                        "expected a duration from " + shortForm(min) + " to " + shortForm(max));
            }
            return value;
        });
    }

    public static Setting<URI> uri(String key, String fallback, String meaning) {
        return new Setting<>(key, "URI", fallback, true, false, meaning, Setting::toUri);
    }

    /** The value of a text. */
    Optional<T> valueOf(Optional<String> text) {
        return text.map(String::strip)
                .filter(t -> !t.isEmpty())
                .or(() -> Optional.ofNullable(fallback))
                .map(parse);
    }

    private static Function<String, Integer> integerIn(int min, int max) {
        return text -> {
            int value;
            try {
                value = Integer.parseInt(text);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("expected a whole number from " + min + " to " + max, notANumber);
            }
            if (value < min || value > max) {
                throw new IllegalArgumentException("expected a whole number from " + min + " to " + max);
            }
            return value;
        };
    }

    private static Boolean toBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private static URI toUri(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException notAUri) {
            throw new IllegalArgumentException("expected an absolute URI", notAUri);
        }
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("expected an absolute URI");
        }
        return uri;
    }

    /** The shortest form that {@link #toDuration} reads. */
    private static String shortForm(Duration value) {
        long millis = value.toMillis();
        long[] units = {86_400_000, 3_600_000, 60_000, 1000};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis >= units[i] && millis % units[i] == 0) {
                return millis / units[i] + names[i];
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    private static Duration toDuration(String text) {
        try {
            if (text.startsWith("P")) {
                return Duration.parse(text);
            }
            int unit = 0;
            while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
                unit++;
            }
            long amount = Long.parseLong(text.substring(0, unit));
            return switch (text.substring(unit)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default ->
                    throw new IllegalArgumentException("expected a duration such as 50ms, 5s, 10m, 2h, 7d, PT5S");
            };
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException notADuration) {
            throw new IllegalArgumentException("expected a duration such as 50ms, 5s, 10m, 2h, 7d, PT5S", notADuration);
        }
    }
}
