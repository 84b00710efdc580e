package io.universalmiddleware.runtime.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.stream.DoubleStream;

/**
 * Gives the meter registry of this process. The platform's timers are histograms in seconds with the same buckets
 * everywhere, so that they can be added up over processes.
 */
@ApplicationScoped
public class MeterRegistryProducer {
    private static final String OURS = "um.";
    private static final double NANOS = 1e9;
    private static final double[] BUCKETS_SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    @Produces
    @Singleton
    @Typed({MeterRegistry.class, PrometheusMeterRegistry.class})
    PrometheusMeterRegistry registry() {
        return newRegistry();
    }

    void close(@Disposes PrometheusMeterRegistry registry) {
        registry.close();
    }

    static PrometheusMeterRegistry newRegistry() {
        PrometheusMeterRegistry registry = new ProcessRegistry();
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        return registry;
    }

    /** Listens to the JVM's collectors, which outlive the application, until it is closed. */
    private static final class ProcessRegistry extends PrometheusMeterRegistry {
        private final JvmGcMetrics collections = new JvmGcMetrics();

        ProcessRegistry() {
            super(PrometheusConfig.DEFAULT);
            config().meterFilter(new PlatformTimersAreHistograms());
            collections.bindTo(this);
        }

        @Override
        public void close() {
            collections.close();
            super.close();
        }
    }

    private static final class PlatformTimersAreHistograms implements MeterFilter {
        private static final DistributionStatisticConfig HISTOGRAM = DistributionStatisticConfig.builder()
                .percentilesHistogram(false)
                .serviceLevelObjectives(
                        DoubleStream.of(BUCKETS_SECONDS).map(s -> s * NANOS).toArray())
                .build();

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            boolean applies = id.getType() == Meter.Type.TIMER
                    && id.getName().startsWith(OURS)
                    && config.getServiceLevelObjectiveBoundaries() == null;
            return applies ? HISTOGRAM.merge(config) : config;
        }
    }
}
