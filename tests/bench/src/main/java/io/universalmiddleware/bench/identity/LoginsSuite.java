package io.universalmiddleware.bench.identity;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.load.OpenLoop;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.bench.views.ViewReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logins a second beside the hash that each costs, and what they do to reads through the same edge at a steady rate. */
public final class LoginsSuite implements Suite {
    private static final Map<String, String> SETTINGS = Map.of(
            "um.roles", "gateway,cache",
            "um.identity.default-tenant", MeasuredStack.TENANT,
            "um.identity.failures-per-address", "1000"); // registrations count
    private static final int CLIENTS = 4;
    private static final int MOST_THREADS = 8;
    private static final double READS_PER_SECOND = 500;
    private static final String HASH = "Argon2id alone";
    private static final String WITHOUT = "without logins";

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public String about() {
        return "logins a second beside Argon2id alone, and reads through the edge with and without them";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack stack = MeasuredStack.started(run, name(), SETTINGS);
                Logins logins = Logins.of(stack.addresses().edge(), CLIENTS);
                OpenLoop reads =
                        OpenLoop.on(ViewReads.row(stack), Map.of("Authorization", "Bearer " + stack.token()))) {
            logins.start();
            reads.run(READS_PER_SECOND, run.warmUp());
            logins.stop();
            int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
            Hashes.perSecond(threads, run.round());
            List<Logins.Seen> seen = new ArrayList<>();
            List<Double> hashes = new ArrayList<>();
            List<Latencies> with = new ArrayList<>();
            List<Latencies> without = new ArrayList<>();
            for (int i = 0; i < run.rounds(); i++) {
                without.add(round(run, WITHOUT, reads));
                logins.start();
                with.add(round(run, "with logins", reads));
                seen.add(logins.stop());
                hashes.add(Hashes.perSecond(threads, run.round()));
                run.say("%s; Argon2id alone, %d threads: %.1f/s", seen.get(i), threads, hashes.get(i));
            }
            return List.of(
                    Figure.beside(
                            "logins.perSecond",
                            Figure.median(
                                    seen.stream().map(Logins.Seen::perSecond).toList()),
                            "logins/s",
                            HASH,
                            Figure.median(hashes)),
                    Figure.alone(
                            "logins.p50",
                            Figure.median(seen.stream().map(Logins.Seen::p50).toList()),
                            "ms"),
                    Figure.beside(
                            "logins.others.p50",
                            Latencies.median(with, 0.5),
                            "ms",
                            WITHOUT,
                            Latencies.median(without, 0.5)),
                    Figure.beside(
                            "logins.others.p99",
                            Latencies.median(with, 0.99),
                            "ms",
                            WITHOUT,
                            Latencies.median(without, 0.99)));
        }
    }

    private static Latencies round(Run run, String what, OpenLoop reads) throws InterruptedException {
        Latencies seen = reads.run(READS_PER_SECOND, run.round());
        run.say(
                "%.0f reads/s %s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms",
                READS_PER_SECOND, what, seen.millis(0.5), seen.millis(0.9), seen.millis(0.99));
        return seen;
    }
}
