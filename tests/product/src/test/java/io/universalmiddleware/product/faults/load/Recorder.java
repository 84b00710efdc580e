package io.universalmiddleware.product.faults.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A recorder writes down what happens, a JSON object a line: {@code {"at","what",…}}. From any thread. */
public final class Recorder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedWriter out;

    /** @param file made anew */
    public Recorder(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.out = Files.newBufferedWriter(file);
    }

    public Path file() {
        return file;
    }

    /** @param facts names and values by turns; a null is left out */
    public void note(String what, Object... facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Instant.now().toString());
        line.put("what", what);
        for (int i = 0; i < facts.length; i += 2) {
            if (facts[i + 1] != null) {
                line.put(facts[i].toString(), facts[i + 1]);
            }
        }
        write(line);
    }

    void sent(Sent sent) {
        note(
                "command",
                "node",
                sent.node(),
                "key",
                sent.key(),
                "type",
                sent.type(),
                "aggregate",
                sent.aggregate(),
                "payload",
                sent.payload(),
                "ms",
                sent.took().toMillis(),
                "status",
                sent.status(),
                "id",
                sent.commandId(),
                "refusal",
                sent.refusal());
    }

    private synchronized void write(Map<String, Object> line) {
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings it to the file. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
