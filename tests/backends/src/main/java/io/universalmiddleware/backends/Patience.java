package io.universalmiddleware.backends;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes every {@code await()} that names no time of its own wait for so long that slowness alone fails no test.
 *
 * <p>JUnit finds it as a service, so it holds wherever these back-ends are on the class path.
 */
public final class Patience implements LauncherSessionListener {
    static final Duration DEFAULT = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(DEFAULT);
    }
}
