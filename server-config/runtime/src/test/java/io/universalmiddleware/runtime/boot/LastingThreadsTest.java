package io.universalmiddleware.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What takes an open JVM, rights and thread-local variables, is tried on Payara Server by RedeployE2E. */
class LastingThreadsTest {
    private final ClassLoader server = LastingThreadsTest.class.getClassLoader();
    private final ClassLoader application = new URLClassLoader(new URL[0], server);
    private final ClassLoader module = new URLClassLoader(new URL[0], application);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
    }

    @Test
    void takesTheApplicationsLoadersFromThreads() {
        Thread timer = threadWith(application);
        Thread worker = threadWith(module);

        new LastingThreads(application).release();

        assertThat(timer.getContextClassLoader()).isSameAs(server);
        assertThat(worker.getContextClassLoader()).isSameAs(server);
    }

    @Test
    void leavesOtherThreadsAlone() {
        ClassLoader others = new URLClassLoader(new URL[0], server);
        Thread thread = threadWith(others);
        Thread bare = threadWith(null);

        new LastingThreads(application).release();

        assertThat(thread.getContextClassLoader()).isSameAs(others);
        assertThat(bare.getContextClassLoader()).isNull();
    }

    /** The thread that undeploys still has some of the application to end, and gets its own loader back from the server. */
    @Test
    void leavesItsOwnThreadAlone() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(module);
        try {
            new LastingThreads(application).release();

            assertThat(current.getContextClassLoader()).isSameAs(module);
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private Thread threadWith(@Nullable ClassLoader loader) {
        Thread thread = new Thread(() -> {
            try {
                over.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        return thread;
    }
}
