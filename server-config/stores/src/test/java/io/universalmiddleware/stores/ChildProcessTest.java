package io.universalmiddleware.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final long LARGE = 21L << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void aLargeLogBecomesTheOlderOneAtTheNextStart() throws IOException {
        Path log = log(LARGE);

        runOnce(log);

        assertThat(Files.size(log)).isLessThan(100);
        assertThat(Files.size(directory.resolve("server.log.1"))).isEqualTo(LARGE);
    }

    @Test
    void aSmallLogGoesOn() throws IOException {
        Path log = log(1_000);

        runOnce(log);

        assertThat(Files.size(log)).isGreaterThan(1_000);
        assertThat(directory.resolve("server.log.1")).doesNotExist();
    }

    private Path log(long bytes) throws IOException {
        Path log = directory.resolve("server.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return log;
    }

    private void runOnce(Path log) throws IOException {
        ChildProcess child = ChildProcess.fork("echo", List.of("echo", "said"), Map.of(), directory, log);
        child.stop("CONT", Duration.ofSeconds(60));
    }
}
