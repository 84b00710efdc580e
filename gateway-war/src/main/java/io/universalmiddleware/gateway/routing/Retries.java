package io.universalmiddleware.gateway.routing;

import com.google.re2j.Pattern;
import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Retries say when a request is sent once more.
 *
 * <p>A request that never left is sent again whatever its method. One that may have been seen is sent again only if that is
 * harmless: its method is idempotent (RFC 9110, section 9.2.2), or it carries an {@code Idempotency-Key}; and if its body
 * can be said again.
 *
 * @param attempts how often a request is sent at most; 1 is never again
 * @param on what makes another attempt
 * @param statuses which answers make another attempt
 * @param methods which may be sent again although they may have been seen, without an {@code Idempotency-Key}
 * @param backoff before the second attempt, drawn between nothing and this; doubled with each further one
 */
public record Retries(int attempts, Set<On> on, Set<Integer> statuses, Set<String> methods, Duration backoff) {
    /** The idempotent methods (RFC 9110, section 9.2.2). */
    public static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** Why a request is sent again. */
    public enum On {
        /** No connection could be had. */
        CONNECT,
        /** The connection ended before the answer began. */
        RESET,
        /** The answer did not begin in time. */
        TIMEOUT
    }

    /** Once more, where it cannot have been seen or the connection just ended. */
    public static final Retries ONCE =
            new Retries(2, Set.of(On.CONNECT, On.RESET), Set.of(), IDEMPOTENT, Duration.ofMillis(25));

    public static final Retries NEVER = new Retries(1, Set.of(), Set.of(), Set.of(), Duration.ZERO);

    private static final Pattern STATUS = Pattern.compile("429|5[0-9][0-9]");

    public Retries {
        on = Set.copyOf(on);
        statuses = Set.copyOf(statuses);
        methods = Set.copyOf(methods);
    }

    /** Whether a request may be sent again although it may have been seen. @param idempotencyKeys a blank one is none */
    public boolean isHarmlessAgain(String method, List<String> idempotencyKeys) {
        return methods.contains(method) || idempotencyKeys.stream().anyMatch(key -> !key.isBlank());
    }

    /**
     * Reads an object {@code retries}: {@code attempts} (1 to 5), {@code on} (of {@code connect}, {@code reset}, {@code timeout} and
     * statuses such as {@code "503"}), {@code backoff}. Its {@code budgetPercent} is the pool's.
     */
    static Retries read(Section in) {
        in.integer("budgetPercent", 20, 0, 100);
        Set<On> on = EnumSet.noneOf(On.class);
        Set<Integer> statuses = new HashSet<>();
        List<String> reasons = in.texts("on");
        for (int i = 0; i < reasons.size(); i++) {
            String reason = reasons.get(i);
            if (STATUS.matcher(reason).matches()) {
                statuses.add(Integer.parseInt(reason));
            } else if (!add(reason, on)) {
                in.violation("on", i, "expected connect, reset, timeout, or a status such as 429, 502, 503 or 504");
            }
        }
        return new Retries(
                in.integer("attempts", ONCE.attempts(), 1, 5),
                in.has("on") ? on : ONCE.on(),
                statuses,
                IDEMPOTENT,
                in.duration("backoff", ONCE.backoff(), Duration.ZERO, Duration.ofSeconds(10)));
    }

    private static boolean add(String reason, Set<On> to) {
        for (On each : On.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(reason)) {
                return to.add(each);
            }
        }
        return false;
    }
}
