package io.universalmiddleware.hub.protocol;

import java.util.List;

/** A codec is one encoding of the protocol. Stateless. */
public interface Codec {

    /** The commands in a text frame, at least one. */
    List<Command> decode(String frame) throws MalformedFrameException;

    /** The commands in a binary frame, at least one. */
    List<Command> decode(byte[] frame) throws MalformedFrameException;

    /** @param id of the command that is answered */
    Encoded encode(long id, Result result);

    Encoded encode(Push push);

    /** The hub's ping. */
    Encoded ping();

    /** One frame that carries all the given, in their order; at least one. */
    Encoded join(List<Encoded> parts);
}
