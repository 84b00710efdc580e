package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stack is started.
 *
 * @param home where it keeps everything
 * @param jar the platform's uber-jar
 * @param configuration values of {@code um.*} keys
 * @param jvmArguments what stands before {@code -jar}, in addition
 * @param layout as how many processes the platform runs
 * @param testKey whether the platform believes a key of the stack's own besides its own ones, so that a test is whoever it likes
 */
public record StackOptions(
        Home home, Path jar, Configuration configuration, List<String> jvmArguments, Layout layout, boolean testKey) {
    public StackOptions {
        jvmArguments = List.copyOf(jvmArguments);
    }

    /** A stack with the defaults for a test: it issues tokens. */
    public static StackOptions in(Path home, Path jar) {
        return new StackOptions(new Home(home), jar, Configuration.empty(), List.of(), Layout.ONE, true);
    }

    public StackOptions with(String key, Object value) {
        return new StackOptions(home, jar, configuration.with(key, value), jvmArguments, layout, testKey);
    }

    public StackOptions withJvmArgument(String argument) {
        List<String> more = new ArrayList<>(jvmArguments);
        more.add(argument);
        return new StackOptions(home, jar, configuration, more, layout, testKey);
    }

    public StackOptions as(Layout other) {
        return new StackOptions(home, jar, configuration, jvmArguments, other, testKey);
    }

    /** The same on ports that are free now, so that several stacks run side by side. */
    public StackOptions onFreePorts() {
        int step = configuration.get(LauncherSettings.NODE_PORT_STEP);
        int nodes = layout.nodes();
        return with(LauncherSettings.EDGE_PORT.key(), Ports.free(nodes, step))
                .with(LauncherSettings.EDGE_TLS_PORT.key(), Ports.free(nodes, step))
                .with(LauncherSettings.HTTP_PORT.key(), Ports.free(nodes, step))
                .with(LauncherSettings.HUB_PORT.key(), Ports.free(nodes, step))
                .with(LauncherSettings.COMMAND_PORT.key(), Ports.free())
                .with(LauncherSettings.PROCESSOR_PORT.key(), Ports.free())
                .with(LauncherSettings.CACHE_PORT.key(), Ports.free())
                .with(LauncherSettings.HUB_HTTP_PORT.key(), Ports.free())
                .with(LauncherSettings.POSTGRES_PORT.key(), Ports.free())
                .with(LauncherSettings.KAFKA_PORT.key(), Ports.free())
                .with(LauncherSettings.REDIS_PORT.key(), Ports.free())
                .with(LauncherSettings.MAIL_PORT.key(), Ports.free());
    }
}
