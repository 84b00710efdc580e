package io.universalmiddleware.bench.intake;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.load.Pgbench;
import io.universalmiddleware.bench.load.Wrk;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Durable commands accepted a second at 64 connections: through the edge and through the application server's own listener,
 * beside pgbench that does the same inserts on the same PostgreSQL, one transaction each.
 *
 * <p>The relay publishes meanwhile, as it always does; the handlers are off.
 */
public final class IntakeSuite implements Suite {
    private static final int JAX_RS_WARM_UPS = 2; // it goes on getting faster for half a minute
    private static final String PEER = "pgbench";

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public String about() {
        return "durable commands accepted at 64 connections, beside pgbench doing the same inserts";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack stack = MeasuredStack.started(run, name(), Map.of("um.roles", "gateway,command"))) {
            Path scratch = run.results().resolve("work").resolve(name());
            Wrk wrk = Wrk.commands(scratch, stack.token());
            Pgbench pgbench = new Pgbench(stack.postgres(), scratch.resolve("pgbench"));
            PeerTables.make(stack.postgres());
            URI edge = stack.addresses().edge().resolve("/api/v1/commands");
            URI http = stack.addresses().http().resolve("/api/v1/commands");
            wrk.run(edge, run.warmUp());
            wrk.run(http, run.warmUp().multipliedBy(JAX_RS_WARM_UPS));
            List<Load> edges = new ArrayList<>();
            List<Load> resources = new ArrayList<>();
            List<Load> peers = new ArrayList<>();
            for (int i = 0; i < run.rounds(); i++) {
                edges.add(watched(run, stack, "edge", () -> wrk.run(edge, run.round())));
                resources.add(watched(run, stack, "JAX-RS", () -> wrk.run(http, run.round())));
                peers.add(watched(run, stack, PEER, () -> pgbench.run("commands.sql", run.round())));
            }
            run.say(
                    "heap at most %.0f MiB, longest pause %.0f ms",
                    stack.heapPeak().orElse(0), stack.longestPause().orElse(0));
            return figures(Load.median(edges), Load.median(resources), Load.median(peers), stack);
        }
    }

    private static List<Figure> figures(Load edge, Load resource, Load peer, MeasuredStack stack) throws IOException {
        return List.of(
                Figure.beside("intake.edge.accepted", edge.perSecond(), "commands/s", PEER, peer.perSecond()),
                Figure.beside("intake.edge.p99", edge.p99(), "ms", PEER, peer.p99()),
                Figure.beside("intake.jaxrs.accepted", resource.perSecond(), "commands/s", PEER, peer.perSecond()),
                Figure.beside("intake.jaxrs.p99", resource.p99(), "ms", PEER, peer.p99()),
                Figure.alone("memory.heap", stack.heapPeak().orElse(0), "MiB"));
    }

    private static Load watched(Run run, MeasuredStack stack, String what, Round round)
            throws IOException, InterruptedException {
        stack.awaitQuiet();
        Cpu cpu = Cpu.of(stack.processes());
        Load load = round.run();
        run.say("%s: %s; cores: %s", what, load, cpu.cores());
        return load;
    }

    /** One round of load. */
    private interface Round {
        Load run() throws IOException, InterruptedException;
    }
}
