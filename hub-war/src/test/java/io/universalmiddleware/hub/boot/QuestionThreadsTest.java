package io.universalmiddleware.hub.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuestionThreadsTest {
    private static final int THREADS = 8;

    @Test
    void rejectsWhatThereIsNoRoomForAndAnswersTheRestEvenWhenItIsStopped() throws Exception {
        QuestionThreads threads = new QuestionThreads(Thread::new, 1);
        CountDownLatch slow = new CountDownLatch(1);
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        for (int i = 0; i < THREADS; i++) {
            threads.execute(() -> await(slow));
        }
        threads.execute(() -> last.complete(true));

        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        threads.stop();
        slow.countDown();
        assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
