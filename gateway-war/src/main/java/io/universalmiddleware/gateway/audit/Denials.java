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
import org.jspecify.annotations.Nullable;

/**
 * Denials counts refused requests until they are written down, in bounded room: whoever is refused a million times costs a few rows.
 *
 * <p>Those that are alike (tenant, actor, action, reason) become one row with how many they were, when the first was and where it came
 * from. Of callers who are known, and of strangers, so many kinds are kept apart until the next drain; the rest is one row with their
 * number. A stranger names whatever tenant they like: of each action and reason a few tenants are kept apart, the others are one
 * row without a tenant, so that names that were made up do not hide what else is refused. Safe for use by several threads.
 */
final class Denials {
    private static final int LONGEST = 300;
    private static final int TENANTS_OF_STRANGERS = 5;

    private final Clock clock;
    private final int kinds;
    private final Map<Key, Count> known = new HashMap<>();
    private final Map<Key, Count> strangers = new HashMap<>();
    private @Nullable Count moreOfKnown;
    private @Nullable Count moreOfStrangers;

    /** @param kinds how many are kept apart, of known callers and of strangers each */
    Denials(Clock clock, int kinds) {
        this.clock = clock;
        this.kinds = kinds;
    }

    private record Key(String tenant, String actor, String action, String reason) {
        Key ofNoTenant() {
            return new Key("", actor, action, reason);
        }

        boolean isOfAnotherTenantThan(Key other) {
            return !tenant.equals(other.tenant)
                    && actor.equals(other.actor)
                    && action.equals(other.action)
                    && reason.equals(other.reason);
        }
    }

    private static final class Count {
        private final String address;
        private final Instant first;
        private long times;

        Count(String address, Instant first) {
            this.address = address;
            this.first = first;
        }

        String detail() {
            ObjectNode detail =
                    JsonNodeFactory.instance.objectNode().put("times", times).put("first", first.toString());
            return (address.isEmpty() ? detail : detail.put("address", address)).toString();
        }
    }

    synchronized void add(Denial denial) {
        boolean stranger = denial.actor().isEmpty();
        Map<Key, Count> counts = stranger ? strangers : known;
        Key named = new Key(denial.tenant(), shortened(denial.actor()), denial.action(), shortened(denial.reason()));
        Key key = stranger && hasTenantsEnough(named) ? named.ofNoTenant() : named;
        Count count = counts.get(key);
        if (count == null && counts.size() < kinds) {
            count = new Count(shortened(denial.address()), clock.instant());
            counts.put(key, count);
        }
        (count != null ? count : more(stranger)).times++;
    }

    private Count more(boolean stranger) {
        Count present = stranger ? moreOfStrangers : moreOfKnown;
        Count more = present != null ? present : new Count("", clock.instant());
        if (stranger) {
            moreOfStrangers = more;
        } else {
            moreOfKnown = more;
        }
        return more;
    }

    private boolean hasTenantsEnough(Key key) {
        return !strangers.containsKey(key)
                && strangers.keySet().stream()
                                .filter(key::isOfAnotherTenantThan)
                                .count()
                        >= TENANTS_OF_STRANGERS;
    }

    /** What was counted since, as rows of this time. */
    synchronized List<AuditEntry> drain() {
        List<AuditEntry> rows = new ArrayList<>();
        known.forEach((key, count) -> rows.add(row(key, count)));
        strangers.forEach((key, count) -> rows.add(row(key, count)));
        if (moreOfKnown != null) {
            rows.add(more("others", moreOfKnown));
        }
        if (moreOfStrangers != null) {
            rows.add(more("strangers", moreOfStrangers));
        }
        known.clear();
        strangers.clear();
        moreOfKnown = null;
        moreOfStrangers = null;
        return rows;
    }

    private AuditEntry row(Key key, Count count) {
        return new AuditEntry(
                key.tenant(),
                clock.instant(),
                key.actor().isEmpty() ? "nobody" : key.actor(),
                "denied",
                "operation/" + (key.action().isEmpty() ? "unknown" : key.action()),
                key.reason(),
                null,
                count.detail());
    }

    private AuditEntry more(String who, Count count) {
        return new AuditEntry(
                "",
                clock.instant(),
                who,
                "denied",
                "operation/several",
                "more kinds than are kept apart",
                null,
                count.detail());
    }

    private static String shortened(String text) {
        String clean = text.replace('\0', '?');
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
