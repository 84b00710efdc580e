package io.universalmiddleware.gateway.rpc;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a caller waits, as {@code grpc-timeout} says: one to eight digits and a unit. */
public final class RpcTimeout {
    private static final int MOST_DIGITS = 8;

    private RpcTimeout() {}

    /**
     * In milliseconds, at least 1; negative if the caller says nothing.
     *
     * @throws RpcException if it is not one
     */
    public static long millis(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        int digits = text.length() - 1;
        if (digits < 1
                || digits > MOST_DIGITS
                || !text.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid();
        }
        TimeUnit unit = switch (text.charAt(digits)) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> throw invalid();
        };
        return Math.max(1, unit.toMillis(Long.parseLong(text.substring(0, digits))));
    }

    private static RpcException invalid() {
        return new RpcException(Code.INTERNAL, "grpc-timeout is not one to eight digits and a unit.");
    }
}
