package io.universalmiddleware.product.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a listener heard of one channel, held against the hub's word: within an epoch every publication has the next offset, or the
 * listener was told that something is missing.
 *
 * <p>Written by one thread, read by any.
 */
public final class Heard {
    private final String channel;
    private final Recorder recorder;
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private volatile String epoch = "";
    private volatile long offset;
    private volatile long version;
    private volatile Instant last = Instant.EPOCH;
    private volatile int pushes;
    private volatile int told;
    private volatile int recoveries;
    private volatile long leftOut;

    /** Of this epoch; another one may begin with a version that was pushed before. */
    private long newestPushed;

    Heard(String channel, Recorder recorder) {
        this.channel = channel;
        this.recorder = recorder;
    }

    /** What a subscription has to say in order to go on from here. */
    Map<String, Object> position() {
        return epoch.isEmpty() ? Map.of() : Map.of("recover", true, "epoch", epoch, "offset", offset);
    }

    /** Takes the reply to a subscription; answers whether the row has to be read, since something may be missing. */
    boolean subscribed(JsonNode reply) {
        String now = reply.path("epoch").asText();
        long top = reply.path("offset").asLong();
        boolean recovered = reply.path("recovered").asBoolean();
        recorder.note(
                "hub",
                "channel",
                channel,
                "epoch",
                now,
                "offset",
                top,
                "since",
                offset,
                "recovered",
                recovered,
                "publications",
                reply.path("publications").size());
        if (recovered) {
            recoveries++;
            if (!now.equals(epoch)) {
                broke("recovered in epoch %s from epoch %s".formatted(now, epoch));
            }
            reply.path("publications").forEach(this::published);
            if (offset != top) {
                broke("recovered to offset %d and was given up to %d".formatted(top, offset));
            }
        } else {
            told += epoch.isEmpty() ? 0 : 1;
            offset = top;
            newestPushed = 0;
        }
        epoch = now;
        return !recovered;
    }

    void published(JsonNode publication) {
        long at = publication.path("offset").asLong();
        long pushed = publication.path("tags").path("version").asLong();
        recorder.note("push", "channel", channel, "epoch", epoch, "offset", at, "version", pushed);
        if (at != offset + 1) {
            broke("offset %d came after %d of epoch %s".formatted(at, offset, epoch));
        }
        if (pushed <= newestPushed) {
            broke("version %d came after version %d".formatted(pushed, newestPushed));
        }
        leftOut += newestPushed == 0 ? 0 : Math.max(0, pushed - newestPushed - 1);
        newestPushed = Math.max(newestPushed, pushed);
        version = Math.max(version, pushed);
        offset = at;
        pushes++;
        last = Instant.now();
    }

    /** Takes the version of the row as it was read. */
    void read(long now) {
        version = Math.max(version, now);
    }

    /** Whether a subscription ever stood. */
    public boolean everSubscribed() {
        return !epoch.isEmpty();
    }

    /** The newest version of the row that is known: pushed, or read where something may be missing; 0 if none. */
    public long version() {
        return version;
    }

    /** When the last publication came; the beginning of time if none did. */
    public Instant last() {
        return last;
    }

    /** Publications. */
    public int pushes() {
        return pushes;
    }

    /** How often it was told that something is missing, the first subscription not counted. */
    public int told() {
        return told;
    }

    /** How often it came back and was given all it had missed. */
    public int recoveries() {
        return recoveries;
    }

    /** Versions that were never published, between two that were: the platform may leave them out. */
    public long leftOut() {
        return leftOut;
    }

    /** Gaps that were not told of, publications given twice or out of order. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    private void broke(String what) {
        recorder.note("broken", "channel", channel, "how", what);
        broken.add(channel + ": " + what);
    }
}
