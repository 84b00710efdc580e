package io.universalmiddleware.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingsTest {
    @Test
    void aDirectoryIsAsLargeAsAllFilesInIt(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve("a"), new byte[1_000]);
        Files.write(Files.createDirectories(directory.resolve("b/c")).resolve("d"), new byte[234]);

        assertThat(Holdings.size(directory.toFile())).isEqualTo(1_234);
    }

    @Test
    void oneThatIsGoneHoldsNothing(@TempDir Path directory) {
        assertThat(Holdings.size(directory.resolve("gone").toFile())).isZero();
    }
}
