package io.universalmiddleware.bench.proxy;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.load.Wrk;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The edge as a streaming proxy of a path that another process serves, beside nginx as a proxy, with as many workers as the edge has event loops; the origin is another
 * nginx that answers 200 bytes.
 */
public final class ProxySuite implements Suite {
    private static final String PEER = "nginx";
    private static final String PATH = "/api/v1/views/static/200-bytes";

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public String about() {
        return "the edge as a streaming proxy at 64 connections, beside nginx";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        Path scratch = run.results().resolve("work").resolve(name());
        try (Nginx nginx = Nginx.start(scratch);
                MeasuredStack stack = MeasuredStack.started(
                        run, "proxy-stack", Map.of("um.roles", "gateway", "um.edge.cache-url", nginx.origin()))) {
            Wrk wrk = Wrk.reads(scratch, "");
            URI edge = stack.addresses().edge().resolve(PATH);
            URI peer = nginx.proxy().resolve(PATH);
            wrk.run(edge, run.warmUp());
            Map<String, Long> processes = new HashMap<>(stack.processes());
            processes.put("nginx", nginx.pid());
            List<Load> ours = new ArrayList<>();
            List<Load> theirs = new ArrayList<>();
            for (int i = 0; i < run.rounds(); i++) {
                ours.add(round(run, "edge", wrk, edge, processes));
                theirs.add(round(run, PEER, wrk, peer, processes));
            }
            Load edges = Load.median(ours);
            Load peers = Load.median(theirs);
            return List.of(
                    Figure.beside("proxy.requests", edges.perSecond(), "requests/s", PEER, peers.perSecond()),
                    Figure.beside("proxy.p99", edges.p99(), "ms", PEER, peers.p99()));
        }
    }

    private static Load round(Run run, String what, Wrk wrk, URI address, Map<String, Long> processes)
            throws Exception {
        Cpu cpu = Cpu.of(processes);
        Load load = wrk.run(address, run.round());
        run.say("%s: %s; cores: %s", what, load, cpu.cores());
        if (load.failed() > 0) {
            throw new BenchException(load.failed() + " requests through " + address + " failed");
        }
        return load;
    }
}
