package io.universalmiddleware.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.UmRun.Ended;
import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line tool as a newcomer uses it, on the packaged platform. */
class UmIT {
    @TempDir
    Path directory;

    @BeforeEach
    void letNobodyIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void fromTheFirstStartToResetWithDataKeptBetweenStarts() throws Exception {
        UmRun um = new UmRun(directory, Map.of());
        try {
            Ended up = um.run("up", "--detach");
            assertThat(up.status()).as(up.said()).isZero();
            assertThat(up.said()).contains("PostgreSQL", "Kafka", "Redis", "edge", "curl", "tenant       demo");
            assertThat(um.run("up", "--detach").said()).contains("It runs already");

            Ended demo = um.run("demo", "--learners", "12", "--lessons", "2", "--rate", "40");
            assertThat(demo.status()).as(demo.said()).isZero();
            assertThat(demo.said()).contains("All agree.").doesNotContain("FAIL");

            killThePlatform(um);
            assertThat(um.run("down").said()).contains("Stopped.");
            assertThat(um.run("status").status()).isEqualTo(1);

            Ended again = um.run("demo", "--learners", "3", "--lessons", "1", "--rate", "40");
            assertThat(again.status()).as(again.said()).isZero();
            assertThat(um.run("doctor").status()).isZero();
        } finally {
            assertThat(um.run("reset").status()).isZero();
        }
        assertThat(um.home()).doesNotExist();
    }

    @Test
    void wrongSettingsAreAllNamedAtOnce() throws Exception {
        UmRun um = new UmRun(directory, Map.of("um.roles", "cook", "um.no.such", "1"));

        Ended up = um.run("up", "--detach");

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.said())
                .contains("um.roles: expected", "um.no.such: no such setting")
                .doesNotContain("\tat ");
        assertThat(um.run("reset").status()).isZero();
    }

    @Test
    void aTakenPortIsALineWithItsCure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UmRun um = new UmRun(directory, Map.of("um.edge.port", Integer.toString(taken.getLocalPort())));

            Ended up = um.run("up");

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.said().strip())
                    .startsWith("Port " + taken.getLocalPort() + " is taken")
                    .contains("um.edge.port")
                    .doesNotContain("\n");
            assertThat(um.run("doctor").said()).contains("um.edge.port");
        }
    }

    /** What runs under the supervisor comes back by itself. */
    private static void killThePlatform(UmRun um) {
        Configuration configuration = Configuration.read(um.config(), Map.of());
        Readiness readiness = new Readiness(URI.create(
                "http://127.0.0.1:" + configuration.find("um.edge.port").orElseThrow()));
        RunningState state = RunningState.read(new Home(um.home())).orElseThrow();
        ProcessHandle platform = state.process()
                .orElseThrow()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("universal-middleware.jar"))
                .findFirst()
                .orElseThrow();

        platform.destroyForcibly();

        await().atMost(10, SECONDS).until(() -> !platform.isAlive());
        await().atMost(90, SECONDS).until(() -> readiness.missing().isEmpty());
    }
}
