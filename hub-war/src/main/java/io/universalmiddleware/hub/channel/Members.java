package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a local channel. Used on its strand. */
final class Members {
    private final Map<Subscriber, Member> bySubscriber = new LinkedHashMap<>();

    void add(Member member) {
        bySubscriber.put(member.subscriber(), member);
    }

    @Nullable
    Member get(Subscriber subscriber) {
        return bySubscriber.get(subscriber);
    }

    void remove(Member member) {
        bySubscriber.remove(member.subscriber());
        member.become(Member.Stage.GONE);
    }

    boolean isEmpty() {
        return bySubscriber.isEmpty();
    }

    List<Member> all() {
        return List.copyOf(bySubscriber.values());
    }

    /** Those that have not been placed yet. */
    List<Member> waiting() {
        return bySubscriber.values().stream()
                .filter(m -> m.is(Member.Stage.WAITING))
                .toList();
    }

    /** Those that get what is published. */
    List<Subscriber> live() {
        return bySubscriber.values().stream()
                .filter(m -> m.is(Member.Stage.LIVE))
                .map(Member::subscriber)
                .toList();
    }

    /** Passes a publication to all. */
    void take(Publication publication, Outgoing push) {
        for (Member member : bySubscriber.values()) {
            member.take(publication, push);
        }
    }

    /** Tells those who asked for it that someone came or went. */
    void tell(Outgoing push) {
        live().stream().filter(Subscriber::joinLeave).forEach(s -> s.push(push));
    }

    /** Sends members away, each with the word that fits. */
    void dismiss(List<Member> some) {
        for (Member member : some) {
            boolean live = member.is(Member.Stage.LIVE);
            remove(member);
            if (live) {
                member.subscriber().lost();
            } else {
                member.subscriber().refused(ErrorCode.INTERNAL);
            }
        }
    }
}
