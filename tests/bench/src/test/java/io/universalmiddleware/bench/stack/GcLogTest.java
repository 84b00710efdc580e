package io.universalmiddleware.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {
    @Test
    void knowsTheMostHeapAndTheLongestPause(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("gc.log");
        Files.writeString(log, """
            [0.010s][info][gc] Using Serial
            [1.200s][info][gc] GC(0) Pause Young (Allocation Failure) 136M->17M(494M) 21.433ms
            [9.000s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 205M->90M(494M) 12.100ms
            """);

        assertThat(GcLog.peakMebibytes(log)).hasValue(205);
        assertThat(GcLog.longestPauseMillis(log)).hasValue(21.433);
    }

    @Test
    void knowsNothingBeforeTheFirstCollection(@TempDir Path directory) throws Exception {
        Path log = Files.createFile(directory.resolve("gc.log"));

        assertThat(GcLog.peakMebibytes(log)).isEmpty();
    }
}
