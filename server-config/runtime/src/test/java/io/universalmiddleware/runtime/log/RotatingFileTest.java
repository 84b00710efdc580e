package io.universalmiddleware.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void keepsTheNewestFilesAndNoMore() throws IOException {
        Handler handler = RotatingFile.open(directory.resolve("um.log").toString(), 2_000, 3);
        handler.setFormatter(new JsonLogFormatter());
        for (int i = 0; i < 100; i++) {
            handler.publish(new LogRecord(Level.INFO, "line " + i + " ü"));
        }
        handler.close();

        assertThat(names()).containsExactly("um.log.0", "um.log.1", "um.log.2");
        assertThat(Files.readString(directory.resolve("um.log.0"))).endsWith("\"message\":\"line 99 ü\"}\n");
        assertThat(Files.size(directory.resolve("um.log.1"))).isBetween(2_000L, 2_300L);
    }

    @Test
    void goesOnWhereThePreviousProcessEnded() throws IOException {
        for (int i = 0; i < 2; i++) {
            Handler handler = RotatingFile.open(directory.resolve("um.log").toString(), 2_000, 3);
            handler.setFormatter(new JsonLogFormatter());
            handler.publish(new LogRecord(Level.INFO, "start " + i));
            handler.close();
        }

        assertThat(Files.readAllLines(directory.resolve("um.log.0"))).hasSize(2);
    }

    @Test
    void namesTheSettingIfItCannotBeWritten() {
        assertThatThrownBy(() -> RotatingFile.open(
                        directory.resolve("none").resolve("um.log").toString(), 2_000, 3))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("um.log.file");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
