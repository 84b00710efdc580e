package io.universalmiddleware.product.stack;

import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Payara Server is a domain of its own on free ports, made, configured and used by the administrator's script.
 *
 * <p>It is a process of its own, which ends with {@link #close()} or with this JVM.
 */
public final class PayaraServer implements AutoCloseable {
    private static final Path HOME = file("payara.home");
    private static final Path DRIVER = file("payara.driver");
    private static final Path SCRIPT = file("payara.script");
    private static final Path EAR = file("product.ear");
    private static final int PORTS = 7;

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private final Path ear;
    private final Thread ending = new Thread(() -> run("remove"), "payara-server-end");

    private PayaraServer(Path directory, int httpPort, Class<?> inApplication) {
        this.directory = directory;
        this.ear = UberJar.earWithApplication(EAR, directory.resolve("product.ear"), inApplication);
        List<Integer> ports = Stream.generate(Ports::free).limit(PORTS).toList();
        environment.put("PAYARA_HOME", HOME.toString());
        environment.put("UM_DOMAIN_DIR", directory.resolve("domains").toString());
        environment.put("UM_ADMIN_PORT", Integer.toString(Ports.free()));
        environment.put("UM_HTTP_PORT", Integer.toString(httpPort));
        environment.put(
                "UM_DOMAIN_PROPERTIES",
                ("http.ssl.port=%d:jms.port=%d:domain.jmxPort=%d:orb.listener.port=%d:orb.ssl.port=%d"
                                + ":orb.mutualauth.port=%d:osgi.shell.telnet.port=%d")
                        .formatted(ports.toArray()));
    }

    /** A server with these settings, started, the application deployed. */
    static PayaraServer start(
            Path directory,
            int httpPort,
            Map<String, String> settings,
            Map<String, String> secrets,
            Class<?> inApplication) {
        PayaraServer server = new PayaraServer(directory, httpPort, inApplication);
        Runtime.getRuntime().addShutdownHook(server.ending);
        server.run("create", DRIVER.toString());
        server.run("configure", server.properties("settings", settings), server.properties("secrets", secrets));
        server.deploy();
        return server;
    }

    /** Deploys the application, in place of what is deployed. */
    public void deploy() {
        run("deploy", ear.toString());
    }

    public void undeploy() {
        run("undeploy");
    }

    /** What the server has written so far. */
    public Path log() {
        return directory.resolve("domains/um/logs/server.log");
    }

    /** What the JDK's diagnostic command says about the server's process. */
    public List<String> diagnose(String command) {
        return execute(List.of(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), pid(), command))
                .lines()
                .toList();
    }

    @Override
    public void close() {
        run("remove");
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private String pid() {
        try {
            return Files.readString(directory.resolve("domains/um/config/pid")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... command) {
        List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
        words.addAll(List.of(command));
        return execute(words);
    }

    private String execute(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String properties(String name, Map<String, String> values) {
        try {
            return Files.writeString(
                            directory.resolve(name + ".properties"),
                            values.entrySet().stream()
                                    .map(entry -> entry.getKey() + '=' + entry.getValue() + '\n')
                                    .collect(Collectors.joining()))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String property) {
        return Path.of(System.getProperty(property, ".")).toAbsolutePath().normalize();
    }
}
