package io.universalmiddleware.product.trial;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The tests of the class that is named, with what became of each: {@code ./um keycloak}, {@code ./um opa}.
 *
 * <p>It exits with 1 and says why when a test fails or none ran.
 */
public final class Trial {
    private static final Logger ROOT_LOG = Logger.getLogger("");

    private Trial() {}

    public static void main(String[] arguments) {
        ROOT_LOG.setLevel(Level.SEVERE);
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(arguments[0]))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(tests, summary, new Telling());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.getSummary().printFailuresTo(out);
        out.printf(
                "%s: %d tests, %d failed%n",
                arguments[0].replaceFirst(".*\\.", ""),
                summary.getSummary().getTestsFoundCount(),
                summary.getSummary().getTotalFailureCount());
        boolean whole = summary.getSummary().getTestsSucceededCount() > 0
                && summary.getSummary().getTestsSucceededCount()
                        == summary.getSummary().getTestsFoundCount();
        System.exit(whole ? 0 : 1);
    }

    /** Says of each test what became of it. */
    private static final class Telling implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                System.out.println(
                        "  " + result.getStatus().toString().toLowerCase(Locale.ROOT) + ": " + test.getDisplayName());
            }
        }
    }
}
