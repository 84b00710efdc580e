package io.universalmiddleware.hub.protocol;

/** The encodings there are. */
public final class Codecs {
    public static final Codec JSON = new JsonCodec();
    public static final Codec PROTOBUF = new ProtobufCodec();
    public static final Codec EVENT_STREAM = new EventStreamCodec();

    private Codecs() {}
}
