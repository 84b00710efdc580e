package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.load.Wrk;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The ground on which proxies are compared: the origin, who stands before it, and a platform whose edge does. */
record Ground(Path scratch, MeasuredStack stack, Nginx origin, Nginx nginx, Served served) {
    static final String EDGE = "edge";

    /** The name of the edge's process among the stack's. */
    static final String PLATFORM = "platform";

    Map<String, Long> processes() {
        Map<String, Long> processes = new HashMap<>(stack.processes());
        processes.put(origin.name(), origin.program().pid());
        processes.put(nginx.name(), nginx.program().pid());
        return processes;
    }

    URI edge(String path) {
        return stack.addresses().edge().resolve(path);
    }

    /** The edge, for a tenant's routes that ask for nothing. */
    Contestant edgeAt(String path) throws IOException {
        return edgeAt(EDGE, path, Served.to(Served.TENANT));
    }

    Contestant edgeAt(String name, String path, Map<String, String> headers) throws IOException {
        return new Contestant(name, PLATFORM, Wrk.reads(scratch, headers), edge(path));
    }

    Contestant nginxAt(String path) throws IOException {
        return new Contestant(
                nginx.name(), nginx.name(), plain(), nginx.address().resolve(path));
    }

    Contestant springAt(SpringGateway gateway, String path) throws IOException {
        return new Contestant(
                SpringGateway.NAME,
                SpringGateway.NAME,
                plain(),
                gateway.address().resolve(path));
    }

    private Wrk plain() throws IOException {
        return Wrk.reads(scratch, Map.of());
    }
}
