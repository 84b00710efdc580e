package io.universalmiddleware.contracts.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trace context says to which trace a piece of work belongs (W3C Trace Context, level 1).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero: the parent of what comes next
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final HexFormat HEX = HexFormat.of();

    /** A new trace with a random id, sampled. */
    public static TraceContext start() {
        return new TraceContext(hex(2), hex(1), true);
    }

    /** Parses a {@code traceparent}; empty if it is absent or invalid. */
    public static Optional<TraceContext> parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > 256) {
            return Optional.empty();
        }
        Matcher m = TRACEPARENT.matcher(traceparent.strip());
        boolean ok = m.matches()
                && !m.group(1).equals("ff")
                && !(m.group(1).equals("00") && m.group(5) != null)
                && !m.group(2).matches("0+")
                && !m.group(3).matches("0+");
        return ok
                ? Optional.of(new TraceContext(m.group(2), m.group(3), (Integer.parseInt(m.group(4), 16) & 1) == 1))
                : Optional.empty();
    }

    /** The given context if it is valid, else a new trace. */
    public static TraceContext continuing(@Nullable String traceparent) {
        return parse(traceparent).orElseGet(TraceContext::start);
    }

    /** A new span in the same trace. */
    public TraceContext child() {
        return new TraceContext(traceId, hex(1), sampled);
    }

    /** The header's value: version 00. */
    public String traceparent() {
        return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }

    /** So many random longs, none of which is zero. */
    private static String hex(int longs) {
        String digits = HEX.toHexDigits(random());
        return longs == 1 ? digits : digits + HEX.toHexDigits(random());
    }

    private static long random() {
        long value = ThreadLocalRandom.current().nextLong();
        return value == 0 ? 1 : value;
    }
}
