package io.universalmiddleware.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers(Duration.ofSeconds(60));

    @Test
    void worksOnADaemonOfThatName() throws Exception {
        CompletableFuture<Thread> on = new CompletableFuture<>();

        workers.begin(Thread::new, "um-some-work", () -> on.complete(Thread.currentThread()), () -> {});

        Thread thread = on.get(60, TimeUnit.SECONDS);
        assertThat(thread.getName()).isEqualTo("um-some-work");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void tellsAllToEndBeforeItWaitsForAny() {
        CountDownLatch bothTold = new CountDownLatch(2);
        CountDownLatch ended = new CountDownLatch(2);
        Runnable work = () -> {
            await(bothTold);
            ended.countDown();
        };
        workers.begin(Thread::new, "um-first", work, bothTold::countDown);
        workers.begin(Thread::new, "um-second", work, bothTold::countDown);

        workers.stop();

        assertThat(ended.getCount()).isZero();
    }

    @Test
    void interruptsWhatDoesNotEndInTime() throws Exception {
        Workers hasty = new Workers(Duration.ofMillis(1));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        hasty.begin(Thread::new, "um-deaf", () -> interrupted.complete(!await(new CountDownLatch(1))), () -> {});

        hasty.stop();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopsOnce() {
        AtomicInteger told = new AtomicInteger();
        workers.begin(Thread::new, "um-short", () -> {}, told::incrementAndGet);

        workers.stop();
        workers.stop();

        assertThat(told).hasValue(1);
    }

    /** Whether it came; not if this thread was interrupted. */
    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            return false;
        }
    }
}
