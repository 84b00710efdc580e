package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    private Path directory;

    private Path home;
    private Platform platform;

    @BeforeEach
    void plan() throws IOException {
        home = directory.resolve("home");
        StackOptions options = StackOptions.in(home, Files.createFile(directory.resolve("built.jar")));
        platform = new Platform(
                options,
                NodePlan.of(Layout.ONE, options.configuration()).get(0),
                new PlatformJar(options.jar(), home.resolve("platform")),
                Map.of());
    }

    @Test
    void unpacksItselfWithinItsHomeWhereItsOwnerAloneCanRead() throws IOException {
        Files.createDirectories(platform.directory());
        platform.prepare();

        Path temporary = home.resolve("platform/tmp");
        assertThat(platform.command()).contains("-Djava.io.tmpdir=" + temporary);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
                .isEqualTo("rwx------");
    }

    @Test
    void aStartTakesAwayWhatAKilledOneHasUnpackedAndNothingElse() throws IOException {
        Path elsewhere = Files.createFile(
                Files.createDirectory(directory.resolve("elsewhere")).resolve("kept"));
        Path unpacked = Files.createDirectories(home.resolve("platform/tmp/payaramicro-rt1.tmp/runtime"));
        Files.writeString(unpacked.resolve("a.jar"), "left behind");
        Files.createSymbolicLink(unpacked.resolve("link"), elsewhere.getParent());
        Path data = Files.createFile(home.resolve("platform/edge-snapshot"));
        Path anothers = Files.createDirectories(home.resolve("platform-2/tmp/payaramicro-rt2.tmp"));

        platform.prepare();

        assertThat(home.resolve("platform/tmp")).isEmptyDirectory();
        assertThat(elsewhere).exists();
        assertThat(data).exists();
        assertThat(anothers).exists();
    }
}
