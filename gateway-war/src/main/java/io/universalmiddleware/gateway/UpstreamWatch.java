package io.universalmiddleware.gateway;

import io.universalmiddleware.gateway.routing.Upstream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upstream watch knows of each upstream whether there is an application that answers.
 *
 * <p>An application server binds its port while it is still deploying, and until then answers for itself: with pages that no
 * client of the platform expects. What is asked for needs no store, and only the application has it. The application of the
 * edge's own process is there for good once it has answered; those of other processes come and go.
 */
final class UpstreamWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamWatch.class);
    private static final int PAUSE_MILLIS = 50;
    private static final int PAUSE_WHILE_ANSWERING_MILLIS = 1_000;
    private static final int TIMEOUT_MILLIS = 2_000;

    private final RoleRoutes routes;
    private final Map<Upstream, Boolean> answering = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    UpstreamWatch(RoleRoutes routes) {
        this.routes = routes;
        watch(routes.own(), UpstreamWatch::hasApplication);
        routes.elsewhere().forEach(upstream -> watch(upstream, UpstreamWatch::hasApplication));
        watch(routes.hub(), UpstreamWatch::listens);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        threads.forEach(Thread::interrupt);
    }

    /** Whether nothing is to be passed on to the upstream now. The hub answers for itself from its first moment. */
    boolean closed(Upstream upstream) {
        return !answers(routes.own()) || !(upstream.equals(routes.hub()) || answers(upstream));
    }

    /** Whether it answered when it was last asked. */
    boolean answers(Upstream upstream) {
        return answering.getOrDefault(upstream, false);
    }

    /** The same of those in other processes and of the hub, by name. */
    Map<String, Boolean> byName() {
        Map<String, Boolean> byName = new TreeMap<>();
        routes.elsewhere().forEach(upstream -> byName.put(upstream.name(), answers(upstream)));
        byName.put(routes.hub().name(), answers(routes.hub()));
        return byName;
    }

    private void watch(Upstream upstream, Predicate<Upstream> probe) {
        Thread thread = new Thread(() -> look(upstream, probe), "um-edge-watch-" + upstream.name());
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void look(Upstream upstream, Predicate<Upstream> probe) {
        try {
            boolean before = false;
            while (!(before && upstream.equals(routes.own()))) {
                boolean now = probe.test(upstream);
                answering.put(upstream, now);
                if (now != before && routes.elsewhere().contains(upstream)) {
                    LOG.info("Upstream {} {}", upstream.name(), now ? "answers" : "is away");
                }
                before = now;
                Thread.sleep(now ? PAUSE_WHILE_ANSWERING_MILLIS : PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasApplication(Upstream upstream) {
        URI probe = URI.create(
                (upstream.tls() ? "https://" : "http://") + upstream.host() + ':' + upstream.port() + "/metrics");
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

    private static boolean listens(Upstream upstream) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(upstream.host(), upstream.port()), TIMEOUT_MILLIS);
            return true;
        } catch (IOException refused) {
            LOG.trace("Not yet: {}", refused.toString());
            return false;
        }
    }
}
