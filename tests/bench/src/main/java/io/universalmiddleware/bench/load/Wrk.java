package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Load by wrk: closed loop, one thread, 64 connections. */
public final class Wrk {
    private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");
    private static final int CONNECTIONS = 64;

    private final String program = Tool.require("wrk", "wrk");
    private final Path directory;
    private final Path script;
    private final Map<String, String> environment;

    private Wrk(Path directory, String script, Map<String, String> environment) throws IOException {
        this.directory = directory;
        this.script = script(directory, script);
        this.environment = environment;
    }

    /** Sends a fresh {@code gopro.EnrolLearner} with each request. */
    public static Wrk commands(Path directory, String token) throws IOException {
        return new Wrk(directory, "commands.lua", Map.of("TOKEN", token));
    }

    /** Reads one address again and again. @param token the bearer's; empty for none */
    public static Wrk reads(Path directory, String token) throws IOException {
        return reads(directory, token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    /** Reads one address again and again. @param headers of every request */
    public static Wrk reads(Path directory, Map<String, String> headers) throws IOException {
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return new Wrk(directory, "reads.lua", Map.of("HEADERS", lines));
    }

    /** Reads what so many routes of each of so many tenants serve, at random. */
    public static Wrk routes(Path directory, int tenants, int routes) throws IOException {
        return new Wrk(
                directory,
                "routes.lua",
                Map.of("TENANTS", Integer.toString(tenants), "ROUTES", Integer.toString(routes)));
    }

    /**
     * The same at a steady rate.
     *
     * @param unpaced what it did without a rate
     */
    public Wrk paced(double perSecond, Load unpaced) throws IOException {
        double answered = Math.min(unpaced.p50(), 1_000.0 * CONNECTIONS / perSecond / 2);
        Map<String, String> delayed = new HashMap<>(environment);
        delayed.put("DELAY", Double.toString(1_000.0 * CONNECTIONS / perSecond - answered / 2));
        return new Wrk(directory, "commands.lua", delayed);
    }

    public Load run(URI address, Duration length) throws IOException, InterruptedException {
        List<String> command = List.of(
                program,
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + length.toSeconds() + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                address.toString());
        Map<String, String> salted = new HashMap<>(environment);
        salted.put("SALT", UUID.randomUUID().toString().substring(0, 8));
        Generator ended = Generator.run(command, salted, directory);
        Matcher result = RESULT.matcher(ended.output());
        if (!result.find()) {
            throw new BenchException(
                    "wrk said nothing of use: " + ended.output().strip());
        }
        double seconds = Long.parseLong(result.group(2)) / 1e6;
        long failed = Long.parseLong(result.group(3));
        long succeeded = Long.parseLong(result.group(1)) - failed;
        return new Load(
                succeeded / seconds,
                Long.parseLong(result.group(4)) / 1e3,
                Long.parseLong(result.group(5)) / 1e3,
                failed,
                ended.cpuSeconds() / seconds);
    }

    private static Path script(Path directory, String name) throws IOException {
        Path script = directory.resolve(name);
        try (InputStream resource = Wrk.class.getResourceAsStream("/bench/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name);
            }
            Files.createDirectories(directory);
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return script;
    }
}
