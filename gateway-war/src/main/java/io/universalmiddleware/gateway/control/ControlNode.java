package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The part of the control plane that runs with an edge: it follows the configuration, and knows what the edge serves. */
@ApplicationScoped
public class ControlNode {
    @Resource
    private ManagedThreadFactory threads;

    private StoredRevisions source;
    private Settings settings;
    private ObjectMapper json;
    private MeterRegistry meters;
    private Clock clock;
    private final Workers workers = new Workers();
    private volatile @Nullable FollowingRevisions following;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ControlNode() {}

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    ControlNode(StoredRevisions source, Settings settings, ObjectMapper json, MeterRegistry meters, Clock clock) {
        this.source = source;
        this.settings = settings;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
    }

    /** Follows from now on. @param port the edge's */
    public void start(Serving serving, int port) {
        ControlSettings configured = ControlSettings.from(settings, port);
        FollowingRevisions started = new FollowingRevisions(
                source,
                serving,
                configured.snapshotFile().map(file -> new LastGoodFile(file, json)),
                configured.node(),
                configured.poll(),
                clock);
        Gauge.builder("um.edge.revision", () -> started.served().revision())
                .description("Revision of the configuration that the edge serves; -1 before the first")
                .register(meters);
        Gauge.builder("um.edge.revision.refused", () -> started.served().problem() == null ? 0 : 1)
                .description("1 while the edge refuses the last revision and serves an earlier one")
                .register(meters);
        following = started;
        workers.begin(threads, "um-edge-configuration", started, started::stop);
    }

    public void stop() {
        workers.stop();
    }

    /** How many edges are live, this one among them. */
    public int liveNodes() {
        FollowingRevisions running = following;
        return running == null ? 1 : running.liveNodes();
    }

    /** Whether it serves a configuration; true where it has nothing to serve. */
    boolean ready() {
        FollowingRevisions running = following;
        return running == null || running.served().any();
    }

    /** The revision that the edge of this process serves; -1 if none. */
    long servedRevision() {
        FollowingRevisions running = following;
        return running == null ? -1 : running.served().revision();
    }

    /** Waits until this process serves a revision, if it serves any, for a bounded time. */
    void awaitServed(long revision) {
        FollowingRevisions running = following;
        if (running != null) {
            running.served().await(revision, settings.get(ControlSettings.CHANGE_WAIT));
        }
    }

    /** A revision has committed in this process. */
    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ConfigurationChanged change) {
        FollowingRevisions running = following;
        if (running != null) {
            running.signal();
        }
    }
}
