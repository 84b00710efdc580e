package io.universalmiddleware.runtime.boot;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live unless threads of the process have deadlocked, which only a restart cures.
 *
 * <p>It asks no dependency: a process is not to be killed because PostgreSQL is away. Readiness tells of those.
 */
@Liveness
@ApplicationScoped
public class ProcessLiveness implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] deadlocked = threads.findDeadlockedThreads();
        Runtime runtime = Runtime.getRuntime();
        return HealthCheckResponse.named("process")
                .status(deadlocked == null)
                .withData("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
                .withData("threads", threads.getThreadCount())
                .withData("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory())
                .withData("heapMaxBytes", runtime.maxMemory())
                .build();
    }
}
