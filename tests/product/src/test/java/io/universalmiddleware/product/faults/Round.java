package io.universalmiddleware.product.faults;

import io.universalmiddleware.product.faults.check.Checker;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.load.Load;
import io.universalmiddleware.product.faults.load.Read;
import io.universalmiddleware.product.faults.load.Recorder;
import io.universalmiddleware.product.faults.load.Sent;
import io.universalmiddleware.product.http.Caller;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A round is a load of a tenant of its own, written down in a file, with a fault in its midst and a check at its end. */
public final class Round implements AutoCloseable {
    private final Cluster cluster;
    private final String tenant;
    private final Recorder recorder;
    private final Load load;
    private final Checker checker;
    private final Random random;

    private Round(Cluster cluster, String name, long seed) throws IOException {
        this.cluster = cluster;
        this.tenant = cluster.freshTenant();
        this.random = new Random(seed);
        this.recorder = new Recorder(
                cluster.home().resolveSibling("faults").resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".jsonl"));
        recorder.note("round", "name", name, "seed", seed, "tenant", tenant);
        this.checker = new Checker(cluster, tenant);
        this.load = Load.on(cluster, tenant, recorder, seed);
    }

    /** Begins, on the nodes that run. */
    public static Round on(Cluster cluster, String name, long seed) throws IOException {
        System.out.println(name + ": seed=" + seed);
        return new Round(cluster, name, seed);
    }

    public Load load() {
        return load;
    }

    public String tenant() {
        return tenant;
    }

    /** Someone of the round's tenant, at the first node. */
    public Caller caller() {
        return cluster.caller(cluster.first(), "ann", tenant);
    }

    public void note(String what, Object... facts) {
        recorder.note(what, facts);
    }

    /** The load runs on for a while: between the least and that and as much again, by the seed. */
    public void goesOn(long leastMillis) {
        goesOnFor(leastMillis + random.nextInt((int) leastMillis));
    }

    /** The load runs on for so long. */
    public void goesOnFor(long millis) {
        Awaitility.await()
                .pollDelay(millis, TimeUnit.MILLISECONDS)
                .atMost(millis + 60_000, TimeUnit.MILLISECONDS)
                .until(() -> true);
    }

    /** Waits for the next acknowledgement of a command that was sent from now on, and answers how long that took. */
    public Duration untilAcknowledging(Duration within) {
        Instant now = Instant.now();
        Awaitility.await("commands are acknowledged again")
                .atMost(within)
                .until(() -> load.acknowledged().stream().anyMatch(s -> s.at().isAfter(now)));
        return Duration.between(now, Instant.now());
    }

    /** Commands that were sent in a span of time. */
    public Stream<Sent> sentBetween(Instant from, Instant to) {
        return load.sent().stream().filter(s -> s.at().isAfter(from) && s.at().isBefore(to));
    }

    /** Of 1: requests that were not answered as they should have been had nothing happened. */
    public double errors() {
        long failed = load.sent().stream().filter(s -> !s.acknowledged()).count()
                + load.reads().stream().filter(Read::failed).count();
        return (double) failed / (load.sent().size() + load.reads().size());
    }

    /** Ends the load and checks everything. */
    public void holds() throws IOException, InterruptedException {
        load.end();
        checker.holds(load);
    }

    public Checker checker() {
        return checker;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cluster.heal();
        load.close();
        recorder.close();
    }
}
