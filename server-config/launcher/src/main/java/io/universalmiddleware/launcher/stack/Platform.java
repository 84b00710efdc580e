package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.ServerProcess;
import io.universalmiddleware.stores.StoreException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The platform's own process: the application server with all roles, behind the edge. It is ready when the edge says so. */
public final class Platform extends ServerProcess {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

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
    protected void prepare() {
        if (!Files.exists(options.jar())) {
            throw new StoreException("There is no " + options.jar() + ": build it with mvn package");
        }
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>(tied("TERM"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + options.configuration().get(LauncherSettings.HEAP_MEGABYTES) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dum.http.port=" + options.configuration().get(LauncherSettings.HTTP_PORT));
        command.addAll(options.jvmArguments());
        command.add("-jar");
        command.add(options.jar().toString());
        return command;
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
    protected String stopSignal() {
        return "TERM";
    }
}
