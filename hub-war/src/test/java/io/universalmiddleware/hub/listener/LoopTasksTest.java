package io.universalmiddleware.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopTasksTest {
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final LoopTasks tasks = new LoopTasks(loop::add);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void whatIsGivenTogetherCallsTheLoopOnceAndKeepsItsOrder() {
        IntStream.range(0, 500).forEach(i -> tasks.execute(() -> done.add(i)));

        assertThat(loop).hasSize(1);
        loop.remove().run();
        assertThat(done).isEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(loop).isEmpty();
        tasks.execute(() -> done.add(-1));
        assertThat(loop).hasSize(1);
    }

    @Test
    void aLoopThatHasMuchToDoComesToItsSocketsInBetween() {
        IntStream.range(0, 2_500).forEach(i -> tasks.execute(() -> done.add(i)));

        loop.remove().run();
        assertThat(done).hasSize(1_000);
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
        assertThat(done).isEqualTo(IntStream.range(0, 2_500).boxed().toList());
    }

    @Test
    void aTaskThatFailsHoldsNoOtherUp() {
        tasks.execute(() -> {
            throw new IllegalStateException("broken");
        });
        tasks.execute(() -> done.add(1));

        loop.remove().run();

        assertThat(done).containsExactly(1);
    }

    @Test
    void noTaskIsForgottenWhateverThreadsGiveThem() throws InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        LoopTasks together = new LoopTasks(thread);
        int givers = 4;
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(givers * each);
        for (int i = 0; i < givers; i++) {
            new Thread(() -> IntStream.range(0, each).forEach(n -> together.execute(all::countDown))).start();
        }

        assertThat(all.await(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        thread.shutdown();
    }
}
