package io.universalmiddleware.gateway.pool;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.tls.Trust;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an origin's document says about its pool.
 *
 * @param retryBudgetPercent of the requests of the last 10 s that retries may add, beside 10 a second that are always allowed
 * @param hash what {@link Balance#CONSISTENT_HASH} looks at
 * @param sticky the cookie that keeps a client with its target; empty if none does
 * @param trust whose certificates its targets may have, where they speak TLS
 * @param health empty if targets are not asked
 * @param slowStart over which a target that comes (back) gets more and more; zero is at once
 * @param panicPercent of the targets up, below which requests go to all, up or not; 0 is never
 */
public record PoolConfig(
        List<TargetConfig> targets,
        Balance balance,
        HashKey hash,
        Optional<String> sticky,
        Protocol protocol,
        Trust trust,
        Optional<HealthConfig> health,
        OutlierConfig outlier,
        BreakerConfig breaker,
        BulkheadConfig bulkhead,
        int retryBudgetPercent,
        Duration slowStart,
        int panicPercent,
        DiscoveryConfig discovery) {
    static final int MOST_TARGETS = 256;
    private static final int PANIC_PERCENT = 50;
    private static final int RETRY_BUDGET_PERCENT = 20;
    private static final HashKey BY_ADDRESS = new HashKey(HashKey.From.IP, "");

    public PoolConfig {
        targets = List.copyOf(targets);
    }

    /**
     * Reads the fields of an origin's own section, all but its tenant and name, and how long and often it is asked; leaves
     * {@link Section#end} to the caller.
     */
    public static PoolConfig read(Section in) {
        List<Section> listed = in.objects("targets");
        List<TargetConfig> targets = listed.stream().map(TargetConfig::read).toList();
        DiscoveryConfig discovery =
                in.object("discovery").map(DiscoveryConfig::read).orElse(DiscoveryConfig.NONE);
        PoolConfig read = new PoolConfig(
                targets,
                in.choice("balance", Balance.class, Balance.P2C),
                in.object("hash").map(HashKey::read).orElse(BY_ADDRESS),
                in.object("sticky").map(PoolConfig::sticky),
                in.choice("protocol", Protocol.class, Protocol.HTTP1),
                trust(in),
                in.object("health").map(HealthConfig::read),
                in.object("outlier").map(OutlierConfig::read).orElse(OutlierConfig.DEFAULT),
                in.object("breaker").map(BreakerConfig::read).orElse(BreakerConfig.DEFAULT),
                in.object("bulkhead").map(BulkheadConfig::read).orElse(BulkheadConfig.DEFAULT),
                budget(in.any("retries")),
                in.duration("slowStart", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(15)),
                in.integer("panicPercent", PANIC_PERCENT, 0, 100),
                discovery);
        check(in, listed, read);
        return read;
    }

    /** A pool of these targets with every default. */
    public static PoolConfig of(TargetConfig... targets) {
        return new PoolConfig(
                List.of(targets),
                Balance.P2C,
                BY_ADDRESS,
                Optional.empty(),
                Protocol.HTTP1,
                Trust.SYSTEM,
                Optional.empty(),
                OutlierConfig.DEFAULT,
                BreakerConfig.DEFAULT,
                BulkheadConfig.DEFAULT,
                RETRY_BUDGET_PERCENT,
                Duration.ZERO,
                PANIC_PERCENT,
                DiscoveryConfig.NONE);
    }

    /**
     * Which of its targets must not be connected to, and why, by JSON pointer. Of names this is only known when they are resolved.
     */
    public Map<String, String> refusals(AddressGuard guard) {
        Map<String, String> refusals = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            String pointer = "/targets/" + i + "/url";
            guard.refusal(targets.get(i).host()).ifPresent(why -> refusals.put(pointer, why));
        }
        if (discovery.by() == DiscoveryConfig.By.DNS) {
            guard.refusal(discovery.name()).ifPresent(why -> refusals.put("/discovery/dns", why));
        }
        return refusals;
    }

    private static void check(Section in, List<Section> listed, PoolConfig read) {
        if (listed.size() > MOST_TARGETS) {
            in.violation("targets", "expected at most " + MOST_TARGETS + " targets");
        }
        if (listed.isEmpty() && read.discovery().by() == DiscoveryConfig.By.NONE) {
            in.violation("targets", "expected at least one target, or a discovery");
        }
        Set<TargetConfig> seen = new HashSet<>();
        for (int i = 0; i < listed.size(); i++) {
            TargetConfig target = read.targets().get(i);
            if (target != TargetConfig.NONE
                    && !seen.add(new TargetConfig(target.host(), target.port(), target.tls(), 1, false))) {
                listed.get(i).violation("url", "expected each target once");
            }
        }
        if (read.protocol() != Protocol.HTTP1
                && read.targets().stream().anyMatch(target -> target.tls() != (read.protocol() == Protocol.H2))) {
            in.violation("protocol", "expected https targets for h2, http targets for h2c");
        }
    }

    private static String sticky(Section in) {
        String cookie = in.required("cookie");
        if (!cookie.isEmpty()
                && !cookie.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0)) {
            in.violation("cookie", "expected the name of a cookie (RFC 6265, section 4.1.1)");
        }
        return cookie;
    }

    private static Trust trust(Section in) {
        JsonNode pem = in.any("ca");
        if (pem == null) {
            return Trust.SYSTEM;
        }
        try {
            return Trust.in(pem.isTextual() ? pem.textValue() : "");
        } catch (GeneralSecurityException notCertificates) {
            in.violation("ca", "expected certificates in PEM: " + notCertificates.getMessage());
            return Trust.SYSTEM;
        }
    }

    /** The one field of the retries that is the pool's; whoever reads the others tells what is wrong with it. */
    private static int budget(@Nullable JsonNode retries) {
        int percent = retries == null
                ? RETRY_BUDGET_PERCENT
                : retries.path("budgetPercent").asInt(RETRY_BUDGET_PERCENT);
        return Math.min(100, Math.max(0, percent));
    }
}
