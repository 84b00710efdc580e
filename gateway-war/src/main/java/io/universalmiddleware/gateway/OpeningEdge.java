package io.universalmiddleware.gateway;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the edge once the application behind it answers.
 *
 * <p>The edge binds its port while the application server is still deploying, which until then answers for itself: with
 * pages that no client of the platform expects. What is asked for needs no store, and only the application has it.
 */
final class OpeningEdge {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningEdge.class);
    private static final int PAUSE_MILLIS = 50;
    private static final int TIMEOUT_MILLIS = 2_000;

    private final URI probe;
    private final Thread thread;

    OpeningEdge(URI platform, Runnable open) {
        this.probe = platform.resolve("/metrics");
        this.thread = new Thread(() -> openWhenAnswered(open), "um-edge-opening");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    private void openWhenAnswered(Runnable open) {
        try {
            while (!answers()) {
                Thread.sleep(PAUSE_MILLIS);
            }
            open.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) probe.toURL().openConnection();
            connection.setRequestMethod("HEAD");
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            LOG.trace("Not yet: {}", notYet.toString());
            return false;
        }
    }
}
