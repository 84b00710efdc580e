package io.universalmiddleware.backends;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes every {@code await()} that names no times of its own wait for so long that slowness alone fails no test, and look often
 * at first: at once, after 10 ms, after 20 ms more, and so on up to every 100 ms.
 *
 * <p>JUnit finds it as a service, so it holds wherever these back-ends are on the class path.
 */
public final class Patience implements LauncherSessionListener {
    static final Duration DEFAULT = Duration.ofSeconds(60);

    private static final int STEP_MILLIS = 10;
    private static final int LONGEST_MILLIS = 100;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(DEFAULT);
        Awaitility.setDefaultPollInterval(
                (look, last) -> Duration.ofMillis(Math.min(look * STEP_MILLIS, LONGEST_MILLIS)));
    }
}
