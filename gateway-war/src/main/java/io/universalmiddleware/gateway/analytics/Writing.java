package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import java.time.Instant;

/** How an entry is written to the log: every text fits, whatever a stranger has sent. */
final class Writing {
    private static final int PATH = 1_024;
    private static final int TEXT = 200;
    private static final String OWN_CACHE = "um-edge; ";

    private Writing() {}

    static LoggedRequest of(LogEntry entry, Retentions retentions) {
        Instant at = Instant.ofEpochMilli(entry.startedAt());
        String cache = entry.cache();
        return new LoggedRequest(
                at.plus(retentions.of(entry.tenant())),
                0,
                at,
                entry.tenant(),
                entry.route(),
                entry.origin(),
                LogText.fit(entry.target(), TEXT),
                LogText.fit(entry.method(), 32),
                LogText.fit(entry.path(), PATH),
                entry.status(),
                entry.micros(),
                entry.received(),
                entry.sent(),
                cache == null ? null : LogText.fit(cache.replace(OWN_CACHE, ""), TEXT),
                asker(entry.caller().user()),
                asker(entry.caller().keyId()),
                asker(entry.client()),
                LogText.fit(entry.requestId(), TEXT),
                LogText.fit(entry.traceId(), TEXT),
                LogText.fitOrNull(entry.reason(), TEXT),
                LogText.fitOrNull(entry.detail(), TEXT));
    }

    /** A user, key or address as the log and the top lists have it. */
    static String asker(String text) {
        return LogText.fit(text, TEXT);
    }
}
