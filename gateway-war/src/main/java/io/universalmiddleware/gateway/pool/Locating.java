package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.pool.ServiceRecords.ServiceRecord;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Locating finds the addresses of one pool's targets, now and then anew.
 *
 * <p>Whoever cannot be asked has nothing changed: what was found last stays. Every address has passed the guard, and it is the address
 * that is connected to.
 */
final class Locating {
    private static final int MOST = 512;

    private final OriginPool pool;
    private final Finding finding;
    private final Map<TargetConfig, List<InetAddress>> found = new HashMap<>();
    private List<TargetConfig> discovered = List.of();
    private long generation;
    private long locatedAt;

    Locating(OriginPool pool, Finding finding) {
        this.pool = pool;
        this.finding = finding;
    }

    /** When everything is to be looked up anew, on the ticker. */
    synchronized long dueNanos() {
        return locatedAt + pool.config().discovery().refresh().toNanos();
    }

    /** Looks everything up anew; done when the pool knows. A later one supersedes it. */
    CompletableFuture<Void> locate() {
        PoolConfig config = pool.config();
        List<String> faults = new ArrayList<>();
        long turn;
        synchronized (this) {
            turn = ++generation;
            locatedAt = pool.now();
        }
        return discover(config.discovery(), faults)
                .thenCompose(further -> {
                    List<TargetConfig> all = new ArrayList<>(config.targets());
                    all.addAll(further);
                    return resolve(all.subList(0, Math.min(MOST, all.size())), faults);
                })
                .thenAccept(placements -> publish(turn, placements, faults));
    }

    private synchronized void publish(long turn, List<Placement> placements, List<String> faults) {
        if (turn == generation) {
            pool.place(placements, faults);
        }
    }

    private CompletableFuture<List<TargetConfig>> discover(DiscoveryConfig by, List<String> faults) {
        CompletionStage<List<TargetConfig>> asked = switch (by.by()) {
            case NONE -> CompletableFuture.completedFuture(List.of());
            case DNS ->
                CompletableFuture.completedFuture(List.of(new TargetConfig(by.name(), by.port(), by.tls(), 1, false)));
            case SRV -> finding.services().records(by.name()).thenApply(records -> servers(records, by.tls()));
            case REGISTRY -> finding.registry().instances(by.name()).thenApply(Locating::instances);
        };
        return asked.toCompletableFuture().handle((now, fault) -> {
            synchronized (this) {
                if (now == null) {
                    note(faults, by.name(), fault);
                } else {
                    discovered = now;
                }
                return discovered;
            }
        });
    }

    private CompletableFuture<List<Placement>> resolve(List<TargetConfig> targets, List<String> faults) {
        forgetAllBut(targets);
        List<CompletableFuture<List<Placement>>> asked = targets.stream()
                .distinct()
                .map(target -> finding.names()
                        .addresses(target.host())
                        .toCompletableFuture()
                        .handle((addresses, fault) -> placed(target, latest(target, addresses, fault, faults))))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        asked.stream().flatMap(each -> each.join().stream()).toList());
    }

    private synchronized void forgetAllBut(List<TargetConfig> targets) {
        found.keySet().retainAll(targets);
    }

    private static List<Placement> placed(TargetConfig target, List<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> new Endpoint(target.host(), target.port(), target.tls(), address))
                .map(endpoint -> new Placement(endpoint, target.weight(), target.backup()))
                .toList();
    }

    private synchronized List<InetAddress> latest(
            TargetConfig target, @Nullable List<InetAddress> now, @Nullable Throwable fault, List<String> faults) {
        if (now == null) {
            note(faults, target.host(), fault);
        } else {
            found.put(
                    target,
                    now.stream()
                            .sorted(Comparator.comparing(InetAddress::getHostAddress))
                            .toList());
        }
        return found.getOrDefault(target, List.of());
    }

    private static void note(List<String> faults, String what, @Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        faults.add(what + ": " + (cause == null ? "no answer" : String.valueOf(cause.getMessage())));
    }

    /** The lowest priority first; the others are backups. */
    private static List<TargetConfig> servers(List<ServiceRecord> records, boolean tls) {
        int best = records.stream().mapToInt(ServiceRecord::priority).min().orElse(0);
        return records.stream()
                .filter(record -> record.port() > 0)
                .map(record -> new TargetConfig(
                        record.host(), record.port(), tls, Math.max(1, record.weight()), record.priority() > best))
                .toList();
    }

    private static List<TargetConfig> instances(List<URI> uris) {
        List<TargetConfig> targets = new ArrayList<>();
        for (URI uri : uris) {
            TargetConfig target = TargetConfig.of(uri.toString(), 1, false);
            if (target != null) {
                targets.add(target);
            }
        }
        targets.sort(Comparator.comparing(TargetConfig::host).thenComparing(TargetConfig::port));
        return targets;
    }
}
