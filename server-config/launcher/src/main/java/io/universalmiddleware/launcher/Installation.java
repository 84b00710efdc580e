package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.launcher.login.LocalUsers;
import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.stores.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which installation a command is about: its home, configuration and uber-jar. */
final class Installation {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:UM_HOME:-.um}",
            description = "Where data, keys and logs are kept (default: UM_HOME, else .um in the checkout).")
    private Path home = Path.of(".um");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "um.properties",
            description = "Properties file with um.* keys (default: um.properties; need not be there).")
    private Path config = Path.of("um.properties");

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            hidden = true,
            defaultValue = "server-config/micro/target/universal-middleware.jar")
    private Path jar = Path.of("universal-middleware.jar");

    Home home() {
        return new Home(home);
    }

    Path config() {
        return config.toAbsolutePath();
    }

    Path jar() {
        return jar.toAbsolutePath();
    }

    /**
     * What was set; and where nobody said otherwise, the demo tenant runs the platform, its administrator is the first, and an access token
     * counts as long as one tries things in a shell.
     */
    Configuration configuration() {
        Configuration set = Configuration.read(config, System.getenv())
                .orElse(OperatorTenant.SETTING.key(), Demonstration.TENANT)
                .orElse("um.identity.access-token-life", "1h");
        return LocalUsers.configured(set, home());
    }

    StackOptions options(Layout layout) {
        LocalUsers.prepare(home());
        return new StackOptions(home(), jar(), configuration(), List.of(), layout, false);
    }

    /** The installation's addresses and keys, as it runs or else as one process; nothing of it is started. */
    Stack stack() {
        return new Stack(options(running().map(RunningState::layout).orElse(Layout.ONE)));
    }

    /** The installation, for what only makes sense while it runs. */
    Stack runningStack() {
        if (running().isEmpty()) {
            throw new StoreException("Nothing runs on " + home().directory() + ": start it with ./um up");
        }
        return stack();
    }

    /** Calls of the running platform. */
    Calling calling() {
        return new Calling(this, runningStack());
    }

    Optional<RunningState> running() {
        return RunningState.read(home());
    }

    /** The options again, for a process that is to be about the same installation. */
    List<String> arguments() {
        return List.of(
                "--home", home().directory().toString(), "--config", config().toString(), "--jar", jar().toString());
    }
}
