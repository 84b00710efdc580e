package io.universalmiddleware.product.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.launcher.Machine.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./um test} says on a machine that lacks something: one line, with its cure. */
class UmScriptTest {
    private static final String INSTALLS_NODE =
            "for p in node npm; do echo '#!/bin/sh' > %1$s/$p; chmod +x %1$s/$p; done";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // before each
    private Machine machine;

    @BeforeEach
    void aMachineWithJavaAndMaven() throws Exception {
        machine = new Machine(directory);
    }

    @Test
    void anOrdinaryUserIsToldToInstallNode() throws Exception {
        isTold(
                "The tests need Node for the JavaScript client: install Node 18 or newer with npm (apt-get install nodejs npm).");
    }

    @Test
    void rootHasNodeInstalledAndTheTestsRun() throws Exception {
        machine.user(0).with("apt-get", INSTALLS_NODE.formatted(machine.programs()));

        Ended ended = machine.run("test");

        assertThat(ended.lines()).contains("Installing Node for the tests");
        assertThat(ended.lines()).last().isEqualTo("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(ended.status()).isZero();
    }

    @Test
    void rootIsToldWhenNodeCannotBeInstalled() throws Exception {
        machine.user(0).with("apt-get", "exit 100");

        Ended ended = machine.run("test");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines())
                .last()
                .asString()
                .startsWith("The tests need Node, and it could not be installed: install Node");
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        machine.with("java", "echo '    java.specification.version = 11' >&2");

        isTold("Java 11 is too old: install a JDK 17 (apt-get install openjdk-17-jdk), or set JAVA_HOME to one.");
    }

    @Test
    void aJavaWithoutACompilerIsNamed() throws Exception {
        machine.without("javac");

        isTold(
                "This Java has no compiler: install a JDK 17 (apt-get install openjdk-17-jdk), or set JAVA_HOME to one.");
    }

    @Test
    void noMavenIsNamed() throws Exception {
        machine.without("mvn");

        isTold("There is no Maven: install 3.8.6 or newer (apt-get install maven).");
    }

    @Test
    void tooLittleDiskIsNamed() throws Exception {
        machine.without("df").with("df", "echo head", "echo / 9 9 100");

        Ended ended = machine.run("test");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .startsWith("100 MB are free at")
                .endsWith("make room.");
    }

    private void isTold(String line) throws Exception {
        Ended ended = machine.run("test");

        assertThat(ended.lines()).containsExactly(line);
        assertThat(ended.status()).isEqualTo(1);
    }
}
