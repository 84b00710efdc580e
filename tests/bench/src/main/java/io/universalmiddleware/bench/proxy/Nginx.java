package io.universalmiddleware.bench.proxy;

import io.universalmiddleware.bench.BenchException;
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
 * One nginx with two listeners: an origin that answers 200 bytes whatever it is asked, and a proxy before it that keeps its
 * connections to it.
 */
record Nginx(Program program, URI origin, URI proxy) implements AutoCloseable {
    private static final int READY_SECONDS = 10;
    private static final String CONFIGURATION = """
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
          upstream origin { server 127.0.0.1:%3$d; keepalive 64; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%3$d reuseport;
            location / { default_type text/plain; return 200 "%5$s"; }
          }
          server {
            listen 127.0.0.1:%4$d reuseport;
            location / {
              proxy_pass http://origin;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
              proxy_set_header X-Forwarded-For $remote_addr;
            }
          }
        }
        """;

    static Nginx start(Path directory) throws IOException, InterruptedException {
        String program = Tool.require("nginx", "nginx-light");
        Files.createDirectories(directory.resolve("temporary"));
        int origin = Ports.free();
        int proxy = Ports.free();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION.formatted(
                        Runtime.getRuntime().availableProcessors(), directory, origin, proxy, "x".repeat(200)));
        Nginx nginx = new Nginx(
                Program.start(
                        "nginx",
                        List.of(program, "-p", directory.toString(), "-c", configuration.toString()),
                        Map.of(),
                        directory,
                        directory.resolve("nginx.log")),
                URI.create("http://127.0.0.1:" + origin),
                URI.create("http://127.0.0.1:" + proxy));
        long begin = System.nanoTime();
        while (Ports.isFree(origin) || Ports.isFree(proxy)) {
            nginx.program.requireAlive();
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                nginx.close();
                throw new BenchException("nginx does not listen; see " + directory.resolve("nginx-error.log"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return nginx;
    }

    long pid() {
        return program.pid();
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
