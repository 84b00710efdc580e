package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.launcher.demo.DemoException;
import io.universalmiddleware.stores.StoreException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code um} command: everything one does with an installation on one machine. */
@Command(
        name = "um",
        description = "Universal Middleware on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ResetCommand.class,
            TokenCommand.class,
            DemoCommand.class,
            SeedCommand.class,
            TailCommand.class,
            OriginCommand.class,
            MailCommand.class,
            DlqCommand.class,
            ConfigCommand.class,
            AnalyticsCommand.class,
            RequestsCommand.class,
            WebhooksCommand.class,
            AuditCommand.class,
            LogsCommand.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "./um test runs every test, exactly as CI does.",
            "./um bench [SUITE] measures the product beside its peers.",
            "./um chaos breaks a cluster at random and checks that nothing is lost.",
            "./um keycloak logs in and out by a real Keycloak.",
            "./um opa has a server of the Open Policy Agent decide, whose binary OPA names.",
            "./um fuzz searches for inputs that the edge's parsers cannot take.",
            "./um build builds what runs, without tests."
        })
public final class Um {
    private static final Logger ROOT_LOG = Logger.getLogger("");

    private Um() {}

    public static void main(String[] arguments) {
        ROOT_LOG.setLevel(Level.SEVERE);
        CommandLine um = new CommandLine(new Um());
        um.setExecutionExceptionHandler((fault, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText(message(fault)));
            return 1;
        });
        System.exit(um.execute(arguments));
    }

    /** An expected fault is said in its own words; anything else with what it is. */
    private static String message(Exception fault) {
        boolean expected = fault instanceof StoreException
                || fault instanceof InvalidSettingsException
                || fault instanceof DemoException;
        return expected ? String.valueOf(fault.getMessage()) : fault.toString();
    }
}
