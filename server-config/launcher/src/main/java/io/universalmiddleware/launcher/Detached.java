package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs {@code um up} in a process of its own, in its own session, and shows what it says until everything is ready. */
final class Detached {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long POLL_MILLIS = 100;

    private final Installation installation;
    private final Layout layout;

    Detached(Installation installation, Layout layout) {
        this.installation = installation;
        this.layout = layout;
    }

    /** Returns 0 when everything is ready, and the process's status when it ended before. */
    int start() throws IOException, InterruptedException {
        Home home = installation.home();
        Path log = Files.createDirectories(home.directory()).resolve("up.log");
        Files.deleteIfExists(log);
        Process process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try (Reader said = Files.newBufferedReader(log)) {
            while (process.isAlive() && !ready(home, process.pid())) {
                show(said);
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            show(said);
        }
        if (!process.isAlive()) {
            return Math.max(1, process.exitValue());
        }
        return 0;
    }

    private static boolean ready(Home home, long pid) {
        Optional<RunningState> state = RunningState.read(home);
        return state.filter(found -> found.ready() && found.pid() == pid).isPresent();
    }

    private static void show(Reader said) throws IOException {
        char[] text = new char[1024];
        for (int length = said.read(text); length > 0; length = said.read(text)) {
            System.out.print(new String(text, 0, length));
        }
        System.out.flush();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx96m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(ownJar());
        command.add(Um.class.getName());
        command.add("up");
        command.addAll(layout.split() ? List.of("--split") : List.of("--nodes", Integer.toString(layout.nodes())));
        command.addAll(installation.arguments());
        return command;
    }

    private static String ownJar() {
        try {
            return Path.of(Um.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
