package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A split sends some requests of a route to other origins ({@code "split"} of a route).
 *
 * <p>The first rule whose conditions hold decides. If none does, the weights do, by the caller's bucket; what is left of a
 * hundred percent stays with the route's origin. A caller keeps its bucket, and so, while weights only grow, its origin.
 */
public final class Split {
    private final List<Rule> rules;
    private final Sticky sticky;
    private final String cookie;
    private final Duration maxAge;

    /** By what a caller keeps its bucket. */
    enum Sticky {
        COOKIE,
        CALLER,
        NONE
    }

    /** @param buckets as many as its weight; 0 for one with conditions */
    private record Rule(String origin, Conditions conditions, int buckets) {}

    private Split(List<Rule> rules, Sticky sticky, String cookie, Duration maxAge) {
        this.rules = List.copyOf(rules);
        this.sticky = sticky;
        this.cookie = cookie;
        this.maxAge = maxAge;
    }

    /**
     * Reads {@code rules}, each with {@code origin} and either {@code weight} (percent, 0 to 100) or {@code headers} and
     * {@code cookies}; {@code sticky} (cookie, caller, none; cookie), {@code cookie} (um-split), {@code maxAge} (7d; 1m to
     * 365d).
     */
    public static Split read(Section in) {
        List<Rule> rules = new ArrayList<>();
        double sum = 0;
        for (Section section : in.objects("rules")) {
            String origin = section.required("origin");
            Conditions conditions = Conditions.read(section);
            double weight = section.number("weight", 0, 0, 100);
            if (section.has("weight") != conditions.isEmpty()) {
                section.violation("expected either a weight, or headers and cookies");
            }
            sum += weight;
            rules.add(new Rule(origin, conditions, (int) Math.round(weight * Buckets.COUNT / 100)));
        }
        if (rules.isEmpty() || sum > 100) {
            in.violation("rules", "expected at least one rule, and weights of at most 100 percent in all");
        }
        Sticky sticky = in.choice("sticky", Sticky.class, Sticky.COOKIE);
        String cookie = in.text("cookie", "um-split");
        if (!FieldSyntax.isToken(cookie)) {
            in.violation("cookie", "expected a cookie's name");
        }
        Duration maxAge = in.duration("maxAge", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(365));
        return new Split(rules, sticky, cookie, maxAge);
    }

    /** The origins that it names. */
    public Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        rules.forEach(rule -> origins.add(rule.origin()));
        return origins;
    }

    /** The origin that conditions choose; null if none holds. */
    @Nullable
    String byConditions(Fields request) {
        for (Rule rule : rules) {
            if (!rule.conditions().isEmpty() && rule.conditions().hold(request)) {
                return rule.origin();
            }
        }
        return null;
    }

    /** The origin that weights choose; null for the route's. */
    @Nullable
    String byWeight(int bucket) {
        int from = 0;
        for (Rule rule : rules) {
            from += rule.buckets();
            if (bucket < from) {
                return rule.origin();
            }
        }
        return null;
    }

    Sticky sticky() {
        return sticky;
    }

    /** The bucket that a cookie of the request says; negative if none does. */
    int bucketOf(Fields request) {
        String text = Cookies.get(request, cookie);
        boolean digits = text != null
                && !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    /** The cookie that keeps a bucket, for {@code Set-Cookie}. */
    String keep(int bucket, boolean tls) {
        return cookie + '=' + bucket + "; Path=/; Max-Age=" + maxAge.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (tls ? "; Secure" : "");
    }
}
