package io.universalmiddleware.product.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A node script is a program under {@code src/test/js} that runs in Node and tells what happens, a JSON object a line. */
public final class NodeScript implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "node-script");

    private NodeScript(Process process) {
        this.process = process;
        reader.setDaemon(true);
        reader.start();
    }

    public static NodeScript start(String script, String... arguments) throws IOException {
        Npm.directory();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new NodeScript(Npm.process(command).start());
    }

    /** All lines so far that are of an event, in order. */
    public List<JsonNode> told(String event) {
        return lines.stream()
                .filter(line -> line.startsWith("{"))
                .map(NodeScript::parse)
                .filter(line -> line.path("event").asText().equals(event))
                .toList();
    }

    /** Waits until it has told so many of an event. */
    public List<JsonNode> await(String event, int count) {
        Predicate<List<JsonNode>> enough = told -> told.size() >= count;
        try {
            return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> told(event), enough);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("wanted %d of '%s', was told: %s".formatted(count, event, lines), late);
        }
    }

    /** Waits for its end. */
    public int exitStatus() throws InterruptedException {
        int status = process.waitFor();
        reader.join();
        return status;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException ended) {
            // the process was ended by the test
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
