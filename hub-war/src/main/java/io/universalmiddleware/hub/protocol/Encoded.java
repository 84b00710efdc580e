package io.universalmiddleware.hub.protocol;

import java.nio.charset.StandardCharsets;

/** Something encoded, ready to be sent in a frame; empty if this encoding has nothing to say. */
public sealed interface Encoded {

    /** Bytes on the wire, without framing. */
    int size();

    record Text(String text, int size) implements Encoded {
        static Text of(String text) {
            return new Text(text, text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed from the encoder to the socket, never compared
    record Binary(byte[] bytes) implements Encoded {
        @Override
        public int size() {
            return bytes.length;
        }
    }
}
