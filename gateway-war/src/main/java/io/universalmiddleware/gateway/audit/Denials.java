package io.universalmiddleware.gateway.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.persistence.audit.AuditEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Denials counts refused requests until they are written down, in bounded room: whoever is refused a million times costs a few rows.
 *
 * <p>Those that are alike (tenant, actor, action, reason) become one row with how many they were and where the first came from. Of
 * callers who are known, and of strangers, so many kinds are kept apart until the next drain; the rest is one row with their number.
 * Safe for use by several threads.
 */
final class Denials {
    private static final int LONGEST = 300;

    private final Clock clock;
    private final int kinds;
    private final Map<Key, Count> known = new HashMap<>();
    private final Map<Key, Count> strangers = new HashMap<>();
    private long moreOfKnown;
    private long moreOfStrangers;

    /** @param kinds how many are kept apart, of known callers and of strangers each */
    Denials(Clock clock, int kinds) {
        this.clock = clock;
        this.kinds = kinds;
    }

    private record Key(String tenant, String actor, String action, String reason) {}

    private static final class Count {
        private final String address;
        private final Instant first;
        private long times;

        Count(String address, Instant first) {
            this.address = address;
            this.first = first;
        }
    }

    synchronized void add(Denial denial) {
        boolean stranger = denial.actor().isEmpty();
        Map<Key, Count> counts = stranger ? strangers : known;
        Key key = new Key(denial.tenant(), shortened(denial.actor()), denial.action(), shortened(denial.reason()));
        Count count = counts.get(key);
        if (count == null && counts.size() < kinds) {
            count = new Count(shortened(denial.address()), clock.instant());
            counts.put(key, count);
        }
        if (count != null) {
            count.times++;
        } else if (stranger) {
            moreOfStrangers++;
        } else {
            moreOfKnown++;
        }
    }

    /** What was counted since, as rows. */
    synchronized List<AuditEntry> drain() {
        List<AuditEntry> rows = new ArrayList<>();
        known.forEach((key, count) -> rows.add(row(key, count)));
        strangers.forEach((key, count) -> rows.add(row(key, count)));
        if (moreOfKnown > 0) {
            rows.add(more("others", moreOfKnown));
        }
        if (moreOfStrangers > 0) {
            rows.add(more("strangers", moreOfStrangers));
        }
        known.clear();
        strangers.clear();
        moreOfKnown = 0;
        moreOfStrangers = 0;
        return rows;
    }

    private AuditEntry row(Key key, Count count) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("times", count.times);
        if (!count.address.isEmpty()) {
            detail.put("address", count.address);
        }
        return new AuditEntry(
                key.tenant(),
                count.first,
                key.actor().isEmpty() ? "nobody" : key.actor(),
                "denied",
                "operation/" + (key.action().isEmpty() ? "unknown" : key.action()),
                key.reason(),
                null,
                detail.toString());
    }

    private AuditEntry more(String who, long times) {
        return new AuditEntry(
                "",
                clock.instant(),
                who,
                "denied",
                "operation/several",
                "more kinds than are kept apart",
                null,
                JsonNodeFactory.instance.objectNode().put("times", times).toString());
    }

    private static String shortened(String text) {
        String clean = text.replace('\0', '?');
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
