package io.universalmiddleware.runtime.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.universalmiddleware.contracts.trace.Spans;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gives the spans of this application: recorded if {@code otel.sdk.disabled} is false, else none.
 *
 * <p>The server knows whose OpenTelemetry is asked for by the thread that first asks, so it is asked once, here, on the
 * thread that starts the application. Nor is it asked where tracing is off: from then on it would make spans for every
 * request, and throw them away.
 */
@ApplicationScoped
public class SpansProducer {
    private static final String SCOPE = "io.universalmiddleware";

    @Produces
    @Singleton
    Spans spans(Instance<OpenTelemetry> telemetry) {
        Config config = ConfigProvider.getConfig();
        boolean off =
                config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(true);
        return off ? Spans.off() : new RecordedSpans(telemetry.get().getTracer(SCOPE));
    }
}
