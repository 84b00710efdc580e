package io.universalmiddleware.gateway.limiting;

import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an answer says of the limits: {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (seconds) of the one that
 * refused or has the least left, and the fields of the IETF draft. Of a bucket the limit is its burst.
 */
final class RateLimitFields {
    private final HeaderDraft draft;
    private final String policy;

    /** @param limits those at one route: what they allow is said with every answer */
    RateLimitFields(HeaderDraft draft, List<LimitConfig> limits) {
        this.draft = draft;
        policy = limits.stream().map(limit -> policy(draft, limit)).collect(Collectors.joining(", "));
    }

    void write(Decision decision, Fields answer) {
        LimitConfig limit = decision.limit().config();
        String most = Long.toString(decision.limit().rate().burst());
        String remaining = Long.toString(decision.remaining());
        String reset = Long.toString(seconds(decision.resetMillis()));
        answer.set("X-RateLimit-Limit", most);
        answer.set("X-RateLimit-Remaining", remaining);
        answer.set("X-RateLimit-Reset", reset);
        switch (draft) {
            case NONE -> {}
            case DRAFT_06 -> {
                answer.set("RateLimit-Limit", most);
                answer.set("RateLimit-Remaining", remaining);
                answer.set("RateLimit-Reset", reset);
            }
            case DRAFT_07 -> answer.set("RateLimit", "limit=" + most + ", remaining=" + remaining + ", reset=" + reset);
            case DRAFT_10 -> answer.set("RateLimit", '"' + limit.name() + "\";r=" + remaining + ";t=" + reset);
        }
        if (draft != HeaderDraft.NONE) {
            answer.set("RateLimit-Policy", policy);
        }
    }

    /** Seconds, rounded up. */
    static long seconds(long millis) {
        return (millis + 999) / 1000;
    }

    private static String policy(HeaderDraft draft, LimitConfig limit) {
        long window = limit.per().toSeconds();
        String burst = limit.burst() == limit.requests() ? "" : ";burst=" + limit.burst();
        return draft == HeaderDraft.DRAFT_10
                ? '"' + limit.name() + "\";q=" + limit.requests() + ";w=" + window + burst
                : limit.requests() + ";w=" + window + burst;
    }
}
