package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Encoded;
import io.universalmiddleware.hub.protocol.Push;
import java.util.IdentityHashMap;
import java.util.Map;

/** A push on its way to many subscribers, encoded once for each encoding. For one thread at a time. */
public final class Outgoing {
    private final Push push;
    private final Map<Codec, Encoded> encodings = new IdentityHashMap<>(4);

    Outgoing(Push push) {
        this.push = push;
    }

    /** The push in an encoding. */
    public Encoded in(Codec codec) {
        return encodings.computeIfAbsent(codec, c -> c.encode(push));
    }
}
