package io.universalmiddleware.gateway.limiting;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit as a document says it.
 *
 * @param name of the limit among those of the same owner; its counts are kept under it, so they stay when all else changes
 * @param requests how many, 1 to 1,000,000
 * @param per in what time, 1 s to 31 days
 * @param burst of a token bucket, how many may come at once; {@code requests} if not said
 */
public record LimitConfig(String name, int requests, Duration per, int burst, Counted counted, Algorithm algorithm) {
    private static final int MOST = 1_000_000;
    private static final int MOST_LIMITS = 8;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    /** Reads one limit out of its section; fields of others are left alone, so it does not end the section. */
    public static LimitConfig read(Section in) {
        for (String needed : new String[] {"requests", "per"}) {
            if (!in.has(needed)) {
                in.violation(
                        needed, needed.equals("per") ? "expected a duration such as 1m" : "expected a whole number");
            }
        }
        int requests = in.integer("requests", 1, 1, MOST);
        Duration per = in.duration("per", SHORTEST, SHORTEST, LONGEST);
        Algorithm algorithm = in.choice("algorithm", Algorithm.class, Algorithm.TOKEN_BUCKET);
        int burst = in.integer("burst", requests, 1, MOST);
        if (algorithm == Algorithm.SLIDING_WINDOW && in.has("burst")) {
            in.violation("burst", "expected only with a token bucket");
        }
        Counted counted = counted(in);
        return new LimitConfig(name(in, counted), requests, per, burst, counted, algorithm);
    }

    /** Reads what an owner says in a field: nothing, one limit, or a list of up to 8. */
    public static List<LimitConfig> readAll(Section owner, String field) {
        @Nullable JsonNode said = owner.any(field);
        if (said == null || said.isNull()) {
            return List.of();
        }
        List<Section> sections = said.isArray()
                ? owner.objects(field)
                : owner.object(field).stream().toList();
        List<LimitConfig> limits = sections.stream()
                .map(section -> {
                    LimitConfig limit = read(section);
                    section.end();
                    return limit;
                })
                .toList();
        if (limits.size() > MOST_LIMITS) {
            owner.violation(field, "expected at most " + MOST_LIMITS + " limits");
        }
        Set<String> names = new HashSet<>();
        if (!limits.stream().allMatch(limit -> names.add(limit.name()))) {
            owner.violation(
                    field, "expected limits of different names; without one a limit has that of what it counts");
        }
        return limits;
    }

    Rate rate() {
        return Rate.of(algorithm, requests, per, burst);
    }

    private static Counted counted(Section in) {
        Counted ip = new Counted(Counted.By.IP, "");
        @Nullable String by = in.text("by");
        if (by == null) {
            return ip;
        }
        return Counted.parse(by).orElseGet(() -> {
            in.violation("by", Counted.EXPECTED);
            return ip;
        });
    }

    private static String name(Section in, Counted counted) {
        String name = in.text("name", counted.toString());
        if (in.has("name") && !isName(name)) {
            in.violation("name", "expected 1 to 64 of a-z, 0-9, '-', '_' and '.'");
        }
        return name;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
    }
}
