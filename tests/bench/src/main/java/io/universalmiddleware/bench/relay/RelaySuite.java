package io.universalmiddleware.bench.relay;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.load.Pgbench;
import io.universalmiddleware.bench.load.Wrk;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.Directory;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.PostgresStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The way of a committed row to Kafka, beside Debezium's embedded engine with the outbox event router on a PostgreSQL of its own
 * and the same Kafka.
 *
 * <p>At half of what the intake accepts, a row is timed from when PostgreSQL began to commit it until a consumer has the
 * record, which is later than Kafka's acknowledgement. Throughput is that of a backlog which was committed while the relay, or
 * the peer, was halted. The peer's rows come from pgbench, which leaves it more of the processor than the intake leaves the
 * relay.
 */
public final class RelaySuite implements Suite {
    private static final String PEER = "Debezium";
    private static final String TOPIC = "commands";
    private static final Duration CALIBRATION = Duration.ofSeconds(4);
    private static final Map<String, String> COMMIT_TIMES = Map.of("track_commit_timestamp", "on");

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String about() {
        return "a commit to its record in Kafka, and a backlog of " + Backlog.ROWS + " rows, beside " + PEER;
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        Path scratch = run.results().resolve("work");
        Path program = DebeziumPeer.build(run);
        try (MeasuredStack stack = MeasuredStack.of(run, name(), Map.of("um.roles", "gateway,command"))) {
            stack.configurePostgres(COMMIT_TIMES);
            stack.start();
            try (PeerStore peers = PeerStore.start(run, "relay-peer");
                    DebeziumPeer debezium = new DebeziumPeer(
                            program, peers.postgres(), stack.addresses().kafka(), scratch.resolve("debezium"))) {
                return measure(run, stack, peers.postgres(), debezium);
            }
        }
    }

    private List<Figure> measure(Run run, MeasuredStack stack, PostgresStore peers, DebeziumPeer debezium)
            throws Exception {
        String kafka = stack.addresses().kafka();
        URI commands = stack.addresses().edge().resolve("/api/v1/commands");
        Path scratch = run.results().resolve("work").resolve(name());
        Wrk wrk = Wrk.commands(scratch, stack.token());
        Pgbench pgbench = new Pgbench(peers, scratch.resolve("pgbench"));
        debezium.start();
        wrk.run(commands, run.warmUp());
        Load limit = wrk.run(commands, CALIBRATION);
        stack.awaitQuiet();
        double half = limit.perSecond() / 2;
        run.say("the intake accepts %,.0f/s; half of it is %,.0f/s", limit.perSecond(), half);
        Wrk paced = wrk.paced(half, limit);
        pgbench.run("outbox.sql", run.warmUp(), half);
        List<Latencies> ours = new ArrayList<>();
        List<Latencies> theirs = new ArrayList<>();
        List<Double> ourBacklogs = new ArrayList<>();
        List<Double> theirBacklogs = new ArrayList<>();
        Map<String, Long> processes = new HashMap<>(stack.processes());
        processes.put("peer", debezium.pid());
        processes.put("peer's PostgreSQL", peers.pid());
        for (int i = 0; i < run.rounds(); i++) {
            try (Arrivals arrivals = Arrivals.from(kafka, TOPIC)) {
                Cpu cpu = Cpu.of(processes);
                Load load = paced.run(commands, run.round());
                stack.awaitQuiet();
                ours.add(arrivals.sinceCommit(stack.postgres()));
                run.say("relay at %s: %s; cores: %s", load, shown(ours.get(i)), cpu.cores());
            }
            try (Arrivals arrivals = Arrivals.from(kafka, DebeziumPeer.TOPIC)) {
                Cpu cpu = Cpu.of(processes);
                Load load = pgbench.run("outbox.sql", run.round(), half);
                arrivals.awaitEnd();
                theirs.add(arrivals.sinceCommit(peers));
                run.say("%s at %s: %s; cores: %s", PEER, load, shown(theirs.get(i)), cpu.cores());
            }
        }
        for (int i = 0; i < run.rounds(); i++) {
            ourBacklogs.add(new Backlog(stack.postgres(), kafka, TOPIC)
                    .perSecond(stack.stack().platform()::pause, stack.stack().platform()::resume));
            theirBacklogs.add(
                    new Backlog(peers, kafka, DebeziumPeer.TOPIC).perSecond(debezium::pause, debezium::resume));
            run.say("backlog: relay %,.0f rows/s, %s %,.0f rows/s", ourBacklogs.get(i), PEER, theirBacklogs.get(i));
        }
        return List.of(
                Figure.beside("relay.p50", Latencies.median(ours, 0.5), "ms", PEER, Latencies.median(theirs, 0.5)),
                Figure.beside("relay.p99", Latencies.median(ours, 0.99), "ms", PEER, Latencies.median(theirs, 0.99)),
                Figure.alone("relay.rate", half, "rows/s"),
                Figure.beside(
                        "relay.backlog", Figure.median(ourBacklogs), "rows/s", PEER, Figure.median(theirBacklogs)));
    }

    private static String shown(Latencies latencies) {
        return "%d rows, p50 %.1f ms, p99 %.1f ms"
                .formatted(latencies.count(), latencies.millis(0.5), latencies.millis(0.99));
    }

    /** The peer's own PostgreSQL, which writes what logical decoding needs. */
    record PeerStore(PostgresStore postgres) implements AutoCloseable {
        static PeerStore start(Run run, String name) throws Exception {
            PostgresStore postgres =
                    PostgresStore.at(run.results().resolve("work").resolve(name), Ports.free(), "peer");
            PeerStore store = new PeerStore(postgres);
            try {
                PeerTables.configure(postgres);
                return store;
            } catch (SQLException | RuntimeException e) {
                store.close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            Directory.delete(postgres.directory());
        }
    }
}
