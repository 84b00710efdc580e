package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Program;
import io.universalmiddleware.bench.load.Tool;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Socket.IO 4.8 with the Redis adapter in a Node process of its own, on the same Redis. */
record SocketIoPeer(Program program, int port) implements AutoCloseable {
    private static final int READY_SECONDS = 30;

    static SocketIoPeer start(Run run, String redis) throws IOException, InterruptedException {
        Path project = run.peer("socketio");
        Path logs = run.results().resolve("work");
        Files.createDirectories(logs);
        if (!Files.isDirectory(project.resolve("node_modules"))) {
            Program npm = Program.start(
                    "npm",
                    List.of(Tool.require("npm", "npm"), "ci", "--no-audit", "--no-fund"),
                    Map.of(),
                    project,
                    logs.resolve("npm.log"));
            npm.awaitSuccess();
        }
        int port = Ports.free();
        Path log = logs.resolve("socketio.log");
        Program program = Program.start(
                "Socket.IO",
                List.of(Tool.require("node", "nodejs"), "server.mjs"),
                Map.of("PORT", Integer.toString(port), "REDIS_URL", redis, "NODE_ENV", "production"),
                project,
                log);
        SocketIoPeer peer = new SocketIoPeer(program, port);
        long begin = System.nanoTime();
        while (!Files.readString(log).contains("ready")) {
            program.requireAlive();
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                peer.close();
                throw new BenchException("Socket.IO does not start; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return peer;
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
