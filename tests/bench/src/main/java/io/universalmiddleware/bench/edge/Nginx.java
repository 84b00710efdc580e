package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Program;
import io.universalmiddleware.bench.load.Tool;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An nginx of the system's package, with as many workers as there are processors, in a directory of its own.
 *
 * @param name by which its processor time is told
 */
record Nginx(String name, Program program, URI address) implements AutoCloseable {
    private static final int READY_SECONDS = 10;
    private static final int CONNECTIONS = 64;
    private static final int PIECE = 2_048; // nginx takes no longer text in its configuration
    private static final String FRAME = """
        daemon off;
        worker_processes %1$d;
        pid %2$s/nginx.pid;
        error_log %2$s/nginx-error.log warn;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path %2$s/temporary;
          proxy_temp_path %2$s/temporary;
          fastcgi_temp_path %2$s/temporary;
          uwsgi_temp_path %2$s/temporary;
          scgi_temp_path %2$s/temporary;
          keepalive_requests 1000000000;
          default_type text/plain;
          %3$s
        }
        """;
    private static final String ORIGIN = """
        server {
          listen 127.0.0.1:%1$d reuseport backlog=1024;
          sendfile on;
          set $piece "%2$s";
          location / { return 200 "%3$s"; }
          location /larger { return 200 "$piece$piece$piece$piece$piece"; }
          location /guarded/larger { return 200 "$piece$piece$piece$piece$piece"; }
          location /cached/small { add_header Cache-Control "max-age=3600"; return 200 "%3$s"; }
          location /cached/larger { add_header Cache-Control "max-age=3600"; return 200 "$piece$piece$piece$piece$piece"; }
          location = /file { alias %4$s; }
        }
        """;
    private static final String PROXY = """
        upstream origin { server %2$s; keepalive %3$d; keepalive_requests 1000000000; }
        proxy_cache_path %4$s/cache keys_zone=cache:16m;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        server {
          listen 127.0.0.1:%1$d reuseport backlog=1024;
          location / { proxy_pass http://origin; }
          location /cached { proxy_pass http://origin; proxy_cache cache; }
        }
        """;

    /**
     * The origin, which answers from memory whatever it is asked: 200 bytes, 10 KiB where the path says {@code larger}, and below
     * {@code /cached} both with {@code max-age=3600}.
     *
     * @param file bytes of what {@code /file} gives
     */
    static Nginx origin(Path directory, long file) throws IOException, InterruptedException {
        Path bytes = directory.resolve("file");
        Files.createDirectories(directory);
        try (RandomAccessFile sparse = new RandomAccessFile(bytes.toFile(), "rw")) {
            sparse.setLength(file);
        }
        int port = Ports.free();
        return start("origin", directory, port, ORIGIN.formatted(port, "x".repeat(PIECE), "x".repeat(200), bytes));
    }

    /** A proxy before the origin that keeps its connections to it, and caches what is below {@code /cached}. */
    static Nginx proxy(Path directory, Nginx origin) throws IOException, InterruptedException {
        int port = Ports.free();
        return start(
                "nginx",
                directory,
                port,
                PROXY.formatted(port, origin.address().getAuthority(), CONNECTIONS, directory));
    }

    private static Nginx start(String name, Path directory, int port, String servers)
            throws IOException, InterruptedException {
        String nginx = Tool.require("nginx", "nginx-light");
        Files.createDirectories(directory.resolve("temporary"));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration, FRAME.formatted(Runtime.getRuntime().availableProcessors(), directory, servers));
        Program program = Program.start(
                name,
                List.of(nginx, "-p", directory.toString(), "-c", configuration.toString()),
                Map.of(),
                directory,
                directory.resolve("nginx.log"));
        Nginx started = new Nginx(name, program, URI.create("http://127.0.0.1:" + port));
        long begin = System.nanoTime();
        while (Ports.isFree(port)) {
            program.requireAlive();
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                started.close();
                throw new BenchException("nginx does not listen; see " + directory.resolve("nginx-error.log"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return started;
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
