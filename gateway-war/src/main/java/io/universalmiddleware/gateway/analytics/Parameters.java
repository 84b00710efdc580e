package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.document.DurationText;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.analytics.TrafficQuery.StatusRange;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question's parameters, read one by one. What is wrong is collected, and so is what nobody asked for. */
final class Parameters {
    private static final int LONGEST = 1_024;

    private final MultivaluedMap<String, String> given;
    private final Violations violations = new Violations();
    private final Set<String> asked = new HashSet<>();

    Parameters(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    /** The text; null if absent. */
    @Nullable
    String text(String name) {
        asked.add(name);
        List<String> values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            violations.add(name, "is there twice");
        }
        String value = values.get(0);
        if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            violations.add(name, "expected at most " + LONGEST + " characters without control characters");
            return null;
        }
        return value;
    }

    int integer(String name, int usual, int least, int most) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        violations.add(name, "expected a whole number from " + least + " to " + most);
        return usual;
    }

    /** One of a few words; the first of them if absent. */
    String choice(String name, String... words) {
        String text = text(name);
        if (text == null || List.of(words).contains(text)) {
            return text == null ? words[0] : text;
        }
        violations.add(name, "expected " + String.join(" or ", words));
        return words[0];
    }

    /** A duration such as {@code 5m}; null if absent. */
    @Nullable
    Duration duration(String name, Duration least, Duration most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Optional<Duration> read = DurationText.parse(text)
                .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
        if (read.isEmpty()) {
            violations.add(
                    name,
                    "expected a duration such as 5m, 1h or 7d, from " + DurationText.format(least) + " to "
                            + DurationText.format(most));
        }
        return read.orElse(null);
    }

    /** A status such as {@code 404}, or a class such as {@code 5xx}; null if absent. */
    @Nullable
    StatusRange status(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("[1-5]xx")) {
            int first = (text.charAt(0) - '0') * 100;
            return new StatusRange(first, first + 99);
        }
        if (text.matches("[1-5][0-9][0-9]")) {
            return new StatusRange(Integer.parseInt(text), Integer.parseInt(text));
        }
        violations.add(name, "expected a status such as 404, or a class such as 5xx");
        return null;
    }

    /** From {@code from} or {@code since} before {@code to}, which is now if absent. */
    Span span(Instant now, Duration usual, Duration longest) {
        Instant to = instant("to");
        Instant from = instant("from");
        Duration since = duration("since", Duration.ofSeconds(1), longest);
        Instant end = to == null ? now : to;
        if (from != null && since != null) {
            violations.add("since", "expected either from or since");
        }
        Instant begin = from != null ? from : end.minus(since == null ? usual : since);
        if (!begin.isBefore(end)) {
            violations.add("from", "expected a time before to");
        } else if (Duration.between(begin, end).compareTo(longest) > 0) {
            violations.add("from", "expected at most " + DurationText.format(longest) + " before to");
        } else {
            return new Span(begin, end);
        }
        return new Span(end.minus(usual), end);
    }

    void violation(String name, String expected) {
        violations.add(name, expected);
    }

    /** Ends reading. @throws ProblemException naming everything that is wrong, if anything is */
    void end() {
        for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
            if (!asked.contains(parameter.getKey())) {
                violations.add(LogText.fit(parameter.getKey(), 100), "unknown parameter");
            }
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, null, violations.list()));
        }
    }

    private @Nullable Instant instant(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant read = Instant.parse(text);
            if (read.isAfter(Instant.EPOCH) && read.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
                return read;
            }
        } catch (DateTimeException other) {
            // told below
        }
        violations.add(name, "expected a time such as 2026-01-31T12:00:00Z");
        return null;
    }
}
