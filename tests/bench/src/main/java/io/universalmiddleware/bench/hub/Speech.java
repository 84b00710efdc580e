package io.universalmiddleware.bench.hub;

import java.nio.charset.StandardCharsets;

/**
 * How a lean client speaks with a server over WebSocket: what it sends first, how it knows that it is subscribed, and what
 * answers a ping.
 *
 * @param path where the WebSocket is
 * @param hello the first message
 * @param ready part of the message that says that it is subscribed
 * @param ping a message that the server sends now and then, as it is
 * @param pong its answer
 */
record Speech(String path, String hello, byte[] ready, byte[] ping, String pong) {

    /** Centrifugo's protocol as the hub speaks it, with one subscription; none if the channel is empty. */
    static Speech hub(String token, String channel) {
        String connect = "{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}";
        String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
        return channel.isEmpty()
                ? new Speech("/connection/websocket", connect, bytes("\"id\":1,"), bytes("{}"), "{}")
                : new Speech(
                        "/connection/websocket", connect + "\n" + subscribe, bytes("\"id\":2,"), bytes("{}"), "{}");
    }

    /** Socket.IO's protocol (revision 5) on Engine.IO's (revision 4); the server puts everyone into its room. */
    static Speech socketIo() {
        return new Speech("/socket.io/?EIO=4&transport=websocket", "40", bytes("40{"), bytes("2"), "3");
    }

    /** The same for a client that is in no room. */
    static Speech socketIoPublisher() {
        return new Speech("/socket.io/?EIO=4&transport=websocket&publishes=only", "40", bytes("40{"), bytes("2"), "3");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
