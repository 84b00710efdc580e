package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import io.universalmiddleware.hub.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Placing a member brings it to its channel's position: it gets what it missed, or the word that something is missing.
 *
 * <p>A member that continues from a position gets history up to some offset and, from there on, what is passed on; what is passed on
 * while history is being read is kept for it. So it gets each publication once. Used on the channel's strand.
 */
final class Placing {
    private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

    private final LocalChannel local;
    private final Surroundings around;

    Placing(LocalChannel local, Surroundings around) {
        this.local = local;
        this.around = around;
    }

    /** The member is to be admitted at the channel's position now, or once history has been read for it. */
    void place(Member member) {
        @Nullable Position since = member.since();
        if (!member.subscriber().active()) {
            local.remove(member);
        } else if (since == null) {
            admit(member, local.position().offset(), List.of(), false);
        } else if (!since.epoch().equals(local.position().epoch())) {
            around.metrics().recovery("unrecovered");
            admit(member, local.position().offset(), List.of(), false);
        } else if (since.offset() == local.position().offset()) {
            around.metrics().recovery("recovered");
            admit(member, local.position().offset(), List.of(), true);
        } else {
            member.become(Member.Stage.RECOVERING);
            around.store()
                    .after(local.channel(), since.offset())
                    .whenComplete((slice, fault) -> local.run(() -> recovered(member, since, slice, fault)));
        }
    }

    private void recovered(Member member, Position since, @Nullable Slice slice, @Nullable Throwable fault) {
        if (!member.is(Member.Stage.RECOVERING) || local.isClosed()) {
            return;
        }
        if (!member.subscriber().active()) {
            local.remove(member);
        } else if (slice == null) {
            LOG.warn("History of channel {} cannot be read", local.channel().id(), fault);
            around.metrics().recovery("failed");
            local.remove(member);
            member.subscriber().refused(ErrorCode.INTERNAL);
        } else if (!slice.top().epoch().equals(local.position().epoch())) {
            local.lose("epoch changed");
        } else {
            List<Publication> publications = new ArrayList<>(slice.publications());
            publications.addAll(member.meanwhileAfter(slice.top().offset()));
            long top = slice.top().offset()
                    + publications.size()
                    - slice.publications().size();
            Slice all = new Slice(new Position(local.position().epoch(), top), publications);
            boolean complete = all.completeSince(since.offset());
            boolean fits = all.length() <= around.mostRecoveredBytes();
            around.metrics().recovery(!complete ? "unrecovered" : fits ? "recovered" : "too_large");
            if (complete && fits) {
                admit(member, Math.max(top, local.position().offset()), publications, true);
            } else {
                admit(member, local.position().offset(), List.of(), false);
            }
        }
    }

    private void admit(Member member, long upTo, List<Publication> publications, boolean recovered) {
        member.goLive(upTo);
        member.subscriber()
                .admitted(new Result.Subscribed(
                        local.channel().name(),
                        new Position(local.position().epoch(), upTo),
                        publications,
                        member.since() != null,
                        recovered));
    }
}
