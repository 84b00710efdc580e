package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Program;
import io.universalmiddleware.bench.load.Tool;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Spring Cloud Gateway in a JVM of its own with the platform's heap and collector, with one route for everything, and without its
 * response cache.
 */
record SpringGateway(Program program, URI address) implements AutoCloseable {
    static final String NAME = "Spring Cloud Gateway";

    private static final int READY_SECONDS = 60;

    static SpringGateway start(Run run, Path directory, Nginx origin) throws IOException, InterruptedException {
        Path program = build(run);
        Files.createDirectories(directory);
        int port = Ports.free();
        String webflux = "--spring.cloud.gateway.server.webflux.";
        Program started = Program.start(
                NAME,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        program.resolve("peer.jar") + ":" + program.resolve("lib") + "/*",
                        "io.universalmiddleware.peers.GatewayPeer",
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        webflux + "routes[0].id=all",
                        webflux + "routes[0].uri=" + origin.address(),
                        webflux + "routes[0].predicates[0]=Path=/**",
                        webflux + "global-filter.local-response-cache.enabled=false",
                        webflux + "filter.local-response-cache.enabled=false"),
                Map.of(),
                directory,
                directory.resolve("gateway.log"));
        SpringGateway gateway = new SpringGateway(started, URI.create("http://127.0.0.1:" + port));
        long begin = System.nanoTime();
        while (Ports.isFree(port)) {
            started.requireAlive();
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                gateway.close();
                throw new BenchException(NAME + " does not listen; see " + directory.resolve("gateway.log"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return gateway;
    }

    /** Builds it when it is not there, which brings its libraries. */
    private static Path build(Run run) throws IOException, InterruptedException {
        Path project = run.peer("gateway");
        Path target = project.resolve("target");
        if (!Files.exists(target.resolve("peer.jar")) || !Files.isDirectory(target.resolve("lib"))) {
            run.say("building the peer, %s (log: %s)", NAME, target.resolve("build.log"));
            Files.createDirectories(target);
            Program.start(
                            "the build of " + NAME,
                            List.of(Tool.require("mvn", "maven"), "-B", "-ntp", "-q", "package"),
                            Map.of(),
                            project,
                            target.resolve("build.log"))
                    .awaitSuccess();
        }
        return target;
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
