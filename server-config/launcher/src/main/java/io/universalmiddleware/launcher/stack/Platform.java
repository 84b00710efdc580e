package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.ServerProcess;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The platform's own process: the application server with all roles, behind the edge. It is ready when the edge says so. */
public final class Platform extends ServerProcess {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(45);

    private final StackOptions options;
    private final Map<String, String> environment;
    private final Readiness readiness;

    Platform(Path directory, StackOptions options, Map<String, String> environment) {
        super("platform", options.configuration().get(LauncherSettings.EDGE_PORT), directory);
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.readiness = new Readiness(
                URI.create("http://127.0.0.1:" + options.configuration().get(LauncherSettings.EDGE_PORT)));
    }

    /** What it still waits for, for people; empty when it is ready. Asks anew, within a second. */
    public String waitsFor() {
        return readiness.missing();
    }

    @Override
    protected void prepare() throws IOException {
        if (!Files.exists(options.jar())) {
            throw new StoreException("There is no " + options.jar() + ": build it with ./um build");
        }
        // A copy of its own, so that a build beside the running platform does not pull the jar from under it.
        if (!same(options.jar(), jar())) {
            Files.copy(options.jar(), jar(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
        writeProperties();
    }

    private static boolean same(Path built, Path copy) throws IOException {
        return Files.exists(copy)
                && Files.size(copy) == Files.size(built)
                && Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(built));
    }

    /** A file and no command line, since everybody can read those; and by their own names, so that a wrong one is found. */
    private void writeProperties() throws IOException {
        Properties properties = new Properties();
        options.configuration().properties().forEach((key, value) -> {
            if (!LauncherSettings.owns(key)) {
                properties.setProperty(key, value);
            }
        });
        Files.deleteIfExists(propertiesFile());
        Files.createFile(
                propertiesFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(propertiesFile())) {
            properties.store(out, "Written at each start");
        }
    }

    private Path jar() {
        return directory().resolve("universal-middleware.jar");
    }

    private Path propertiesFile() {
        return directory().resolve("platform.properties");
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>(tied("TERM"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + options.configuration().get(LauncherSettings.HEAP_MEGABYTES) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        Stream.of(options.configuration().get(LauncherSettings.JAVA_OPTIONS).split(" +"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(options.jvmArguments());
        command.add("-jar");
        command.add(jar().toString());
        command.add("--systemproperties");
        command.add(propertiesFile().toString());
        return command;
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
