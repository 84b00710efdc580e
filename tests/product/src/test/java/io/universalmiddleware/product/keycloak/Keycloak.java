package io.universalmiddleware.product.keycloak;

import io.universalmiddleware.stores.Directories;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/**
 * A Keycloak of a test's own, out of the distribution in Maven Central: in development mode on loopback and a free port, with a heap of 512 MB at
 * most. Its processes end with {@link #close()} or with this JVM.
 */
final class Keycloak implements AutoCloseable {
    static final String ADMINISTRATOR = "admin";
    static final String PASSWORD = "of the test's own";

    private final Path log;
    private final URI base;
    private final Process process;
    private final Thread ending = new Thread(this::end, "keycloak-end");

    private Keycloak(Path log, URI base, Process process) {
        this.log = log;
        this.base = base;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /**
     * Unpacks and starts it.
     *
     * @param distribution its zip
     * @param home is made anew
     * @param realms the documents of those that it begins with, by name
     */
    static Keycloak start(Path distribution, Path home, Map<String, String> realms) throws IOException {
        Directories.delete(home);
        Path unpacked = unpacked(distribution, Files.createDirectories(home));
        Path imports = Files.createDirectories(unpacked.resolve("data/import"));
        for (Map.Entry<String, String> realm : realms.entrySet()) {
            Files.writeString(imports.resolve(realm.getKey() + ".json"), realm.getValue());
        }
        int port = Ports.free();
        Path log = home.resolve("keycloak.log");
        ProcessBuilder command = new ProcessBuilder(
                        "sh",
                        unpacked.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--http-access-log-enabled=true")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        ADMINISTRATOR,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD));
        Keycloak started = new Keycloak(log, URI.create("http://127.0.0.1:" + port), command.start());
        started.awaitReady();
        return started;
    }

    URI base() {
        return base;
    }

    URI realm(String name) {
        return base.resolve("/realms/" + name);
    }

    /** How often a realm's keys were asked for. */
    long fetchesOfKeys(String realm) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("/realms/" + realm + "/protocol/openid-connect/certs"))
                    .count();
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest asked = HttpRequest.newBuilder(URI.create(realm("master") + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(30))
                .build();
        Awaitility.await("Keycloak, see " + log)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .failFast("Keycloak has ended, see " + log, () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> client.send(asked, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** The script waits for the server, which is a process of its own. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }

    private static Path unpacked(Path distribution, Path to) throws IOException {
        try (InputStream file = Files.newInputStream(distribution);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path at = to.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(at);
                } else {
                    Files.createDirectories(at.getParent());
                    Files.copy(zip, at);
                }
            }
        }
        try (Stream<Path> inside = Files.list(to)) {
            return inside.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }
}
