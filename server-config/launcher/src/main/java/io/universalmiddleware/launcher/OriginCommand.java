package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs demo origins on this machine, to put behind routes of one's own. */
@Command(
        name = "origin",
        description = "Run small origins that say who they are, until Ctrl-C: something to put behind the edge.",
        mixinStandardHelpOptions = true)
final class OriginCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "9001", description = "Port of the first (default: ${DEFAULT-VALUE}).")
    private int port = 9_001;

    @Option(names = "--count", defaultValue = "1", description = "How many, on ports one after the other (default: 1).")
    private int count = 1;

    @Override
    public Integer call() throws Exception {
        List<DemoOrigin> origins = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                DemoOrigin origin = DemoOrigin.start("origin-" + (i + 1), port == 0 ? 0 : port + i);
                origins.add(origin);
                System.out.println(origin.name() + " listens on " + origin.uri());
            }
            new CountDownLatch(1).await();
        } finally {
            origins.forEach(DemoOrigin::close);
        }
        return 0;
    }
}
