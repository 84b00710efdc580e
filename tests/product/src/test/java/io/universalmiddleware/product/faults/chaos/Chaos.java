package io.universalmiddleware.product.faults.chaos;

import io.universalmiddleware.product.faults.Round;
import io.universalmiddleware.product.faults.check.Checker;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.load.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The {@code ./um chaos} command: two nodes under load, random faults for as long as one likes, everything checked after each round and
 * at the end.
 *
 * <p>Options: {@code --minutes n} (30), {@code --seed n}, {@code --jar file}, {@code --home directory}. It exits with 1 and says the
 * seed, the file with every request and answer, and the ids that are wrong when anything is.
 */
public final class Chaos {
    private static final Logger ROOT_LOG = Logger.getLogger("");
    private static final Duration SERVES_AGAIN = Duration.ofSeconds(60);
    private static final int MOST_FAULTS_A_ROUND = 3;

    private final Cluster cluster;
    private final Random random;
    private final Map<String, Set<String>> acknowledged = new HashMap<>();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final List<Duration> recoveries = new ArrayList<>();
    private int rounds;
    private int commands;
    private int pushes;

    Chaos(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) {
        ROOT_LOG.setLevel(Level.SEVERE);
        int status = 1;
        try {
            Map<String, String> options = options(arguments);
            long seed = options.containsKey("--seed") ? Long.parseLong(options.get("--seed")) : System.nanoTime();
            Duration lasting =
                    Duration.ofSeconds((long) (60 * Double.parseDouble(options.getOrDefault("--minutes", "30"))));
            System.out.println("chaos: seed " + seed + ", " + lasting.toSeconds() + " s");
            status = run(options, seed, lasting);
        } catch (IllegalArgumentException wrong) {
            System.err.println(
                    "um chaos [--minutes n] [--seed n] [--jar file] [--home directory]: " + wrong.getMessage());
        } catch (Exception fault) {
            fault.printStackTrace();
        }
        System.exit(status);
    }

    private static int run(Map<String, String> options, long seed, Duration lasting) throws Exception {
        Path home =
                Path.of(options.getOrDefault("--home", "target/chaos/cluster")).toAbsolutePath();
        Path jar = Path.of(options.getOrDefault("--jar", "../../server-config/micro/target/universal-middleware.jar"))
                .toAbsolutePath();
        try (Cluster cluster = Cluster.start(home, jar, List.of(), line -> System.out.println("  " + line))) {
            Chaos chaos = new Chaos(cluster, seed);
            try {
                chaos.goesOnFor(lasting);
                System.out.println("chaos: seed " + seed + ": everything holds: " + chaos.summary());
                return 0;
            } catch (AssertionError | RuntimeException wrong) {
                System.out.println("chaos: seed " + seed + ": VIOLATION in round " + chaos.rounds + ", written down in "
                        + home.resolveSibling("faults") + ": " + wrong);
                System.out.println("until then: " + chaos.summary());
                return 1;
            }
        }
    }

    /** Strikes at both nodes of a cluster until the time is over and the last round has been checked. */
    private void goesOnFor(Duration time) throws Exception {
        Instant end = Instant.now().plus(time);
        roundsWhile(() -> Instant.now().isBefore(end));
    }

    /** Strikes at both nodes of a cluster in so many rounds. */
    void rounds(int count) throws Exception {
        roundsWhile(() -> rounds < count);
    }

    /** The kinds of faults so far. */
    Set<Fault> struck() {
        return struck.keySet();
    }

    private void roundsWhile(BooleanSupplier more) throws Exception {
        cluster.second();
        while (more.getAsBoolean()) {
            rounds++;
            round();
        }
        for (Map.Entry<String, Set<String>> tenant : acknowledged.entrySet()) {
            Checker.stillRecorded(cluster.records(), tenant.getKey(), tenant.getValue());
        }
    }

    private void round() throws Exception {
        List<Fault> faults = random.ints(1 + random.nextInt(MOST_FAULTS_A_ROUND), 0, Fault.values().length)
                .mapToObj(i -> Fault.values()[i])
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        if (faults.contains(Fault.NODE_KILLED)) {
            faults.remove(Fault.NODE_HALTED); // the dead cannot be halted
        }
        try (Round round = Round.on(cluster, "round-%03d %s".formatted(rounds, faults), random.nextLong())) {
            round.goesOn(1_000);
            strikeTogether(faults, round);
            cluster.heal();
            Duration took = round.untilAcknowledging(SERVES_AGAIN);
            recoveries.add(took);
            round.goesOn(1_000);
            round.holds();
            faults.forEach(fault -> struck.merge(fault, 1, Integer::sum));
            commands += round.load().acknowledged().size();
            pushes += round.load().listeners().stream()
                    .mapToInt(listener -> listener.heard().pushes())
                    .sum();
            acknowledged.put(
                    round.tenant(),
                    round.load().acknowledged().stream().map(Sent::commandId).collect(Collectors.toSet()));
            System.out.println("  acknowledging " + took.toMillis() + " ms after the last fault");
        }
    }

    /** They begin within seconds of each other, so that one strikes while another lasts. */
    private void strikeTogether(List<Fault> faults, Round round) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<Void>> strikes = new ArrayList<>();
            for (Fault fault : faults) {
                Random own = new Random(random.nextLong());
                strikes.add(() -> {
                    round.goesOnFor(own.nextInt(4_000));
                    round.note("fault", "name", fault);
                    fault.strike(cluster, round, own);
                    round.note("fault over", "name", fault);
                    return null;
                });
            }
            for (Future<Void> strike : threads.invokeAll(strikes)) {
                strike.get();
            }
        } catch (ExecutionException fault) {
            throw new IllegalStateException(fault.getCause());
        } finally {
            threads.shutdown();
        }
    }

    String summary() {
        return "%d rounds, %d commands acknowledged and all there, %d pushes, faults %s, longest time to acknowledge again %d ms"
                .formatted(
                        rounds,
                        commands,
                        pushes,
                        struck,
                        recoveries.stream().mapToLong(Duration::toMillis).max().orElse(0));
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!Set.of("--minutes", "--seed", "--jar", "--home").contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("what is " + arguments[i] + "?");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }
}
