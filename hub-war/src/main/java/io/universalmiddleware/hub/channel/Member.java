package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member is a subscriber as its channel on this node sees it. */
final class Member {

    /** How far it has come. */
    enum Stage {
        WAITING,
        RECOVERING,
        LIVE,
        GONE
    }

    private final Subscriber subscriber;
    private final @Nullable Position since;
    private final List<Publication> meanwhile = new ArrayList<>();
    private Stage stage = Stage.WAITING;
    private long offset;

    Member(Subscriber subscriber, @Nullable Position since) {
        this.subscriber = subscriber;
        this.since = since;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** Where it wants to continue. */
    @Nullable
    Position since() {
        return since;
    }

    boolean is(Stage expected) {
        return stage == expected;
    }

    void become(Stage next) {
        stage = next;
    }

    /** It has all publications up to the offset. */
    void goLive(long upTo) {
        stage = Stage.LIVE;
        offset = upTo;
        meanwhile.clear();
    }

    /** Passes a publication on, or keeps it while history is being read for this member. */
    void take(Publication publication, Outgoing push) {
        if (stage == Stage.LIVE && publication.offset() > offset) {
            offset = publication.offset();
            subscriber.push(push);
        } else if (stage == Stage.RECOVERING) {
            meanwhile.add(publication);
        }
    }

    /** What was published while history was being read, after an offset. */
    List<Publication> meanwhileAfter(long after) {
        return meanwhile.stream().filter(p -> p.offset() > after).toList();
    }
}
