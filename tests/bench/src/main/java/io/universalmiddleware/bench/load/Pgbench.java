package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.stores.PostgresStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** pgbench with a script of ours: 64 connections, prepared statements, one transaction after another on each. */
public final class Pgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int LATENCY_COLUMN = 2;
    private static final String LOG = "transactions";

    private final String program = Tool.require("pgbench", "postgresql-contrib");
    private final PostgresStore postgres;
    private final Path directory;

    public Pgbench(PostgresStore postgres, Path directory) {
        this.postgres = postgres;
        this.directory = directory;
    }

    /** As fast as it can. */
    public Load run(String script, Duration length) throws IOException, InterruptedException {
        return run(script, length, 0);
    }

    /** @param perSecond transactions, as a schedule that is kept; 0 for as many as it can */
    public Load run(String script, Duration length, double perSecond) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve(script);
        try (InputStream resource = Pgbench.class.getResourceAsStream("/bench/" + script)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + script);
            }
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of(
                program,
                "-n",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(postgres.port()),
                "-U",
                postgres.user(),
                "-M",
                "prepared",
                "-c",
                "64",
                "-j",
                "1",
                "-T",
                Long.toString(length.toSeconds()),
                "-f",
                file.toString(),
                "-l",
                "--sampling-rate=0.2",
                "--log-prefix=" + LOG));
        if (perSecond > 0) {
            command.add("--rate=" + perSecond);
        }
        command.add(PostgresStore.DATABASE);
        Generator ended = Generator.run(command, Map.of("PGPASSWORD", postgres.password()), directory);
        Matcher rate = RATE.matcher(ended.output());
        if (!rate.find()) {
            throw new BenchException(
                    "pgbench said nothing of use: " + ended.output().strip());
        }
        Latencies latencies = latencies();
        return new Load(
                Double.parseDouble(rate.group(1)),
                latencies.millis(0.5),
                latencies.millis(0.99),
                0,
                ended.cpuSeconds() / length.toSeconds());
    }

    private Latencies latencies() throws IOException {
        Latencies latencies = new Latencies();
        List<Path> logs;
        try (Stream<Path> files = Files.list(directory)) {
            logs = files.filter(file -> file.getFileName().toString().startsWith(LOG))
                    .toList();
        }
        for (Path log : logs) {
            for (String line : Files.readAllLines(log)) {
                latencies.add(1_000L * Long.parseLong(line.split(" ")[LATENCY_COLUMN]));
            }
            Files.delete(log);
        }
        return latencies;
    }
}
