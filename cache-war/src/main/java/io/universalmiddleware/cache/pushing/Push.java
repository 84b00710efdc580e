package io.universalmiddleware.cache.pushing;

import io.universalmiddleware.cache.redis.ViewPush;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;

/** A push is something committed that Redis is to have. */
public sealed interface Push {

    /** The command that caused it. */
    CommandId command();

    /** When its cause happened. */
    Instant since();

    /** Whether it may have been pushed before. */
    boolean again();

    /** The channel on which it is published, as clients name it. */
    String channel();

    /** Estimated memory. */
    long bytes();

    /** A version of a row. */
    record OfView(ViewPush view, CommandId command, Instant since, boolean again) implements Push {
        @Override
        public String channel() {
            return view.ref().channel();
        }

        @Override
        public long bytes() {
            String body = view.value().body();
            return 400L + 2L * (body == null ? 0 : body.length());
        }
    }

    /** A publication that stands in no view; a channel has one of it. */
    record OfChannel(HubChannel to, HubPublication publication, CommandId command, Instant since, boolean again)
            implements Push {
        @Override
        public String channel() {
            return to.name();
        }

        @Override
        public long bytes() {
            return 400L + 2L * publication.data().length();
        }
    }
}
