package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.launcher.stack.PortCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what would keep the platform from running here; each finding is a line with its cure. */
@Command(name = "doctor", description = "Look for what is wrong here, with its cure.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long WANTED_MEGABYTES = 2048;
    private static final int LEAST_JAVA = 17;

    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() throws IOException {
        List<String> findings = new ArrayList<>();
        int java = Runtime.version().feature();
        if (java < LEAST_JAVA) {
            findings.add("Java " + java + " is too old: set JAVA_HOME to a JDK 17 or newer");
        }
        if (!Files.exists(installation.jar())) {
            findings.add("The platform is not built (" + installation.jar() + "): ./um up builds it");
        }
        if (installation.running().isEmpty()) {
            findings.addAll(PortCheck.complaints(installation.configuration(), Layout.ONE));
        }
        Path home = Files.createDirectories(installation.home().directory());
        long free = Files.getFileStore(home).getUsableSpace() >> 20;
        if (free < WANTED_MEGABYTES) {
            findings.add("%d MB are free at %s, %d are wanted: make room, or set UM_HOME"
                    .formatted(free, home, WANTED_MEGABYTES));
        }
        findings.forEach(System.out::println);
        if (findings.isEmpty()) {
            System.out.println("Java " + java + ", ports, disk and build are fine; configuration from "
                    + (Files.exists(installation.config()) ? installation.config() : "the environment"));
        }
        return findings.isEmpty() ? 0 : 1;
    }
}
