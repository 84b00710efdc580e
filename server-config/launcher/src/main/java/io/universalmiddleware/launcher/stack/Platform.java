package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.Directories;
import io.universalmiddleware.stores.ServerProcess;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A process of the platform: the application server with all roles or some.
 *
 * <p>It is ready when it says so itself: through its edge, if it has one, else on the server's own listener.
 */
public final class Platform extends ServerProcess {
    /**
     * So much of classes before the JVM collects the whole heap for their sake, 0.3 s each time: by its own default it does so as it
     * starts, and again under load.
     */
    private static final String METASPACE = "-XX:MetaspaceSize=256m";

    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final String ALLOWED_NETWORKS = "um.edge.allowed-networks";
    private static final String PLAIN_WEBHOOKS = "um.webhook.allow-http";
    private static final String SNAPSHOT_FILE = "um.edge.snapshot-file";
    private static final String UNVERIFIED_LOGIN = "um.identity.unverified-login";
    private static final String LOOPBACK = "127.0.0.0/8,::1/128";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(90);

    private final StackOptions options;
    private final NodePlan plan;
    private final PlatformJar jar;
    private final Map<String, String> environment;
    private final Readiness readiness;

    /** @param environment beyond what the plan says */
    Platform(StackOptions options, NodePlan plan, PlatformJar jar, Map<String, String> environment) {
        super(
                plan.name(),
                plan.edge().orElse(plan.http()).getPort(),
                options.home().part(plan.name()));
        this.options = options;
        this.plan = plan;
        this.jar = jar;
        this.environment = environment(plan, environment);
        this.readiness = new Readiness(plan.edge().orElse(plan.http()));
    }

    /** What it still waits for, for people; empty when it is ready. Asks anew. */
    public String waitsFor() {
        return readiness.missing();
    }

    /** Where everything comes in, if it has the edge. */
    public Optional<URI> edge() {
        return plan.edge();
    }

    /** The application server's own listener: health and metrics of this process. */
    public URI http() {
        return plan.http();
    }

    /** Where WebSocket and SSE connections end, if it has the hub. */
    public Optional<URI> hub() {
        return plan.hub();
    }

    private static Map<String, String> environment(NodePlan plan, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        plan.settings().forEach((key, value) -> environment.put(Configuration.variable(key), value));
        return Map.copyOf(environment);
    }

    /** No process runs on the directory then, so whatever a killed one has left there is nobody's. */
    @Override
    protected void prepare() throws IOException {
        Directories.delete(temporary());
        Files.createDirectory(
                temporary(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        jar.renew();
        writeProperties();
    }

    /** A file and no command line, since everybody can read those; and by their own names, so that a wrong one is found. */
    private void writeProperties() throws IOException {
        Properties properties = new Properties();
        options.configuration().properties().forEach((key, value) -> {
            if (!LauncherSettings.owns(key)) {
                properties.setProperty(key, value);
            }
        });
        properties.putAll(plan.settings());
        // one tries things on one's own machine, so origins and webhooks may be there, unless something else is said
        if (options.configuration().find(ALLOWED_NETWORKS).isEmpty()) {
            properties.setProperty(ALLOWED_NETWORKS, LOOPBACK);
        }
        if (options.configuration().find(PLAIN_WEBHOOKS).isEmpty()) {
            properties.setProperty(PLAIN_WEBHOOKS, "true");
        }
        if (options.configuration().find(UNVERIFIED_LOGIN).isEmpty()) {
            properties.setProperty(UNVERIFIED_LOGIN, "true");
        }
        if (options.configuration().find(SNAPSHOT_FILE).isEmpty()) {
            properties.setProperty(
                    SNAPSHOT_FILE, directory().resolve("edge-snapshot").toString());
        }
        Files.deleteIfExists(propertiesFile());
        Files.createFile(
                propertiesFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(propertiesFile())) {
            properties.store(out, "Written at each start");
        }
    }

    private Path propertiesFile() {
        return directory().resolve("platform.properties");
    }

    /** Where the server unpacks itself, some 290 MB. */
    private Path temporary() {
        return directory().resolve("tmp");
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>(tied("TERM"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + options.configuration().get(LauncherSettings.HEAP_MEGABYTES) + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add(METASPACE);
        command.add("-Djava.io.tmpdir=" + temporary());
        command.addAll(quiet(Runtime.version().feature()));
        Stream.of(options.configuration().get(LauncherSettings.JAVA_OPTIONS).split(" +"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(options.jvmArguments());
        command.add("-jar");
        command.add(jar.path().toString());
        command.add("--systemproperties");
        command.add(propertiesFile().toString());
        return command;
    }

    /**
     * From JDK 24 on the JVM warns, past all logging, of what protobuf (Unsafe) and brotli4j (native code) do; says that they may.
     *
     * @param feature the version of the JVM
     */
    private static List<String> quiet(int feature) {
        return feature < 24
                ? List.of()
                : List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");
    }

    @Override
    protected String lastWords(List<String> said) {
        return BootFault.in(said);
    }

    @Override
    protected Map<String, String> environment() {
        return environment;
    }

    @Override
    protected boolean answers() {
        return readiness.missing().isEmpty();
    }

    @Override
    protected Duration readyWithin() {
        return READY_WITHIN;
    }

    @Override
    protected Duration stopWithin() {
        return STOP_WITHIN;
    }

    @Override
    protected String stopSignal() {
        return "TERM";
    }
}
