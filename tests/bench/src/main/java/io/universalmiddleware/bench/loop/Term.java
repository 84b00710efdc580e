package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.time.Duration;

/** A time in which learners of their own complete lessons of their own courses, so that no more happened to them before than in any other. */
final class Term {
    private static final int LEARNERS = 100;
    private static final int COURSES = 10;

    private Term() {}

    /** Returns when all pushes are here. */
    static Latencies complete(Run run, MeasuredStack stack, String term, int perSecond, Duration length)
            throws Exception {
        int lessons = Math.toIntExact((length.toSeconds() + 1) * perSecond / LEARNERS) + 1;
        String token = stack.token();
        School school = new School(stack.addresses().edge(), token, term, LEARNERS, COURSES, lessons);
        school.open();
        try (Listener listener = Listener.to(stack.addresses().webSocket(), token, school.channels())) {
            Cpu cpu = Cpu.of(stack.processes());
            Latencies seen = new Lessons(school, listener).run(perSecond, length);
            if (seen.count() == 0) {
                throw new BenchException("no push came");
            }
            run.say(
                    "%s: %d pushes, p50 %.1f ms, p99 %.1f ms, most %.1f ms; cores: %s",
                    term, seen.count(), seen.millis(0.5), seen.millis(0.99), seen.millis(1), cpu.cores());
            return seen;
        }
    }
}
