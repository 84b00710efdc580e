package io.universalmiddleware.bench;

import io.universalmiddleware.bench.edge.EdgeSuite;
import io.universalmiddleware.bench.edge.Part;
import io.universalmiddleware.bench.footprint.FootprintSuite;
import io.universalmiddleware.bench.hub.HubSuite;
import io.universalmiddleware.bench.identity.IdentitySuite;
import io.universalmiddleware.bench.identity.LoginsSuite;
import io.universalmiddleware.bench.intake.IntakeSuite;
import io.universalmiddleware.bench.loop.LoopSuite;
import io.universalmiddleware.bench.loop.SteadySuite;
import io.universalmiddleware.bench.relay.RelaySuite;
import io.universalmiddleware.bench.views.ViewsSuite;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code um bench} command: measures the product beside its peers, and ends everything that it started. */
@Command(
        name = "bench",
        description = "Measure the product beside its peers on this machine.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final Logger ROOT_LOG = Logger.getLogger("");
    static final List<Suite> SUITES = List.of(
            new IntakeSuite(),
            new RelaySuite(),
            new LoopSuite(),
            new SteadySuite(),
            new HubSuite(),
            new ViewsSuite(),
            new EdgeSuite(),
            new IdentitySuite(),
            new LoginsSuite(),
            new FootprintSuite());

    @Parameters(paramLabel = "SUITE", arity = "0..*", description = "What to measure (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each figure; the median counts.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "8", description = "Length of a round.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "15", description = "Seconds of load before anything counts.")
    private int warmUp;

    @Option(
            names = "--steady",
            defaultValue = "2",
            description = "Minutes of steady load that the suite steady begins with (default: ${DEFAULT-VALUE}).")
    private int steady;

    @Option(
            names = "--history",
            defaultValue = "0",
            description = "Rows of commands, events and inbox that are there before anything is measured.")
    private long history;

    @Option(
            names = "--java-options",
            defaultValue = "-XX:+TieredCompilation -XX:+UseSerialGC",
            description = "Options of the platform's JVM, separated by spaces (default: ${DEFAULT-VALUE}).")
    private String javaOptions = "";

    @Option(names = "--profile", description = "Record the platform by Java Flight Recorder and say where it was.")
    private boolean profile;

    @Option(
            names = "--part",
            description = "Measure only this of the suite edge, as often as it is given: ${COMPLETION-CANDIDATES}.")
    private Set<Part> parts = EnumSet.noneOf(Part.class);

    @Option(
            names = "--large-gib",
            defaultValue = "2",
            description = "GiB of the body that goes through the edge each way (default: ${DEFAULT-VALUE}).")
    private int largeGibibytes;

    @Option(names = "--jar", hidden = true, defaultValue = "server-config/micro/target/universal-middleware.jar")
    private Path jar = Path.of("universal-middleware.jar");

    @Option(names = "--results", defaultValue = "target/bench", description = "Where results.json is written.")
    private Path results = Path.of("target/bench");

    private Bench() {}

    public static void main(String[] arguments) {
        ROOT_LOG.setLevel(Level.SEVERE);
        CommandLine bench = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        bench.setExecutionExceptionHandler((fault, command, parsed) -> {
            boolean expected = fault instanceof BenchException || fault instanceof StoreException;
            command.getErr().println(expected ? fault.getMessage() : fault.toString());
            if (!expected) {
                fault.printStackTrace(command.getErr());
            }
            return 1;
        });
        System.exit(bench.execute(arguments));
    }

    /** A suite that cannot run says why, and the others go on. */
    @Override
    public Integer call() throws Exception {
        List<Suite> wanted = wanted();
        Path checkout = Path.of("").toAbsolutePath();
        Path directory = results.toAbsolutePath();
        Files.createDirectories(directory);
        Run run = new Run(
                checkout,
                jar.toAbsolutePath(),
                directory,
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofMinutes(steady),
                history,
                javaOptions,
                profile,
                parts,
                (long) largeGibibytes << 30,
                System.out);
        Report report = new Report(directory);
        for (Suite suite : wanted) {
            System.out.println(suite.name() + ": " + suite.about());
            long begin = System.nanoTime();
            try {
                report.add(suite.measure(run));
            } catch (BenchException | StoreException cannot) {
                report.failed(suite.name(), String.valueOf(cannot.getMessage()));
            } catch (IOException | SQLException fault) {
                report.failed(suite.name(), fault.toString());
            }
            run.say("took %d s", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        }
        report.print(System.out);
        return report.complete() ? 0 : 1;
    }

    private List<Suite> wanted() {
        List<String> known = SUITES.stream().map(Suite::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new BenchException("There is no suite " + name + ": choose of " + String.join(", ", known));
            }
        }
        return SUITES.stream()
                .filter(suite -> names.isEmpty() || names.contains(suite.name()))
                .toList();
    }
}
