package io.universalmiddleware.hub.protocol;

/** A push is what the hub tells a client without being asked. */
public sealed interface Push {

    String channel();

    record Published(String channel, String epoch, Publication publication) implements Push {}

    record Joined(String channel, ClientInfo client) implements Push {}

    record Left(String channel, ClientInfo client) implements Push {}

    /** @param code from 2500 on the client subscribes again by itself */
    record Unsubscribed(String channel, int code, String reason) implements Push {
        private static final int INSUFFICIENT_STATE = 2500;

        /** The hub has lost track of the channel's publications: the client is to subscribe again and see what it missed. */
        public static Unsubscribed insufficientState(String channel) {
            return new Unsubscribed(channel, INSUFFICIENT_STATE, "insufficient state");
        }
    }
}
