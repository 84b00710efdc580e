package io.universalmiddleware.hub.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Protocol Buffers encoding: messages preceded by their length, several a frame.
 *
 * <p>Field numbers are those of {@code client.proto} in the repository centrifugal/protocol. A publication's data is JSON here
 * too, as bytes of UTF-8, so that clients of both encodings can share a channel.
 */
final class ProtobufCodec implements Codec {
    private static final Encoded PING = Encoded.binary(new byte[] {0});

    @Override
    public List<Command> decode(String frame) throws MalformedFrameException {
        throw new MalformedFrameException("a text frame", null);
    }

    @Override
    public List<Command> decode(byte[] frame) throws MalformedFrameException {
        ProtoReader in = new ProtoReader(ByteBuffer.wrap(frame));
        List<Command> commands = new ArrayList<>();
        do {
            commands.add(ProtobufCommands.command(in.delimited()));
        } while (!in.atEnd());
        return commands;
    }

    @Override
    public Encoded encode(long id, Result result) {
        return Encoded.binary(ProtoWriter.delimited(reply -> {
            reply.number(1, id);
            result(reply, result);
        }));
    }

    @Override
    public Encoded encode(Push push) {
        return Encoded.binary(ProtoWriter.delimited(reply -> reply.message(4, body -> push(body, push))));
    }

    @Override
    public Encoded ping() {
        return PING;
    }

    @Override
    public Encoded join(List<Encoded> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        ByteBuffer frame =
                ByteBuffer.allocate(parts.stream().mapToInt(Encoded::size).sum());
        parts.forEach(part -> frame.put(part.bytes()));
        return Encoded.binary(frame.array());
    }

    private static void result(ProtoWriter reply, Result result) {
        if (result instanceof Result.Failed failed) {
            reply.message(
                    2,
                    error -> error.number(1, failed.error().code())
                            .text(2, failed.error().message())
                            .flag(3, failed.error().temporary()));
        } else if (result instanceof Result.Connected connected) {
            reply.message(
                    5,
                    body -> body.text(1, connected.client())
                            .flag(3, connected.expires())
                            .number(4, connected.ttl())
                            .number(7, connected.ping())
                            .flag(8, connected.pong()));
        } else if (result instanceof Result.Subscribed subscribed) {
            reply.message(6, body -> subscription(body, subscribed));
        } else if (result instanceof Result.Unsubscribed) {
            reply.message(7, body -> {});
        } else if (result instanceof Result.Published) {
            reply.message(8, body -> {});
        } else if (result instanceof Result.Present present) {
            reply.message(9, body -> presence(body, present));
        } else if (result instanceof Result.PresentCount count) {
            reply.message(10, body -> body.number(1, count.clients()).number(2, count.users()));
        } else if (result instanceof Result.Past past) {
            reply.message(11, body -> {
                publications(body, 1, past.publications());
                body.text(2, past.position().epoch()).number(3, past.position().offset());
            });
        } else if (result instanceof Result.Pinged) {
            reply.message(12, body -> {});
        } else if (result instanceof Result.Refreshed refreshed) {
            reply.message(
                    14,
                    body -> body.text(1, refreshed.client())
                            .flag(3, refreshed.expires())
                            .number(4, refreshed.ttl()));
        }
    }

    private static void push(ProtoWriter body, Push push) {
        body.text(2, push.channel());
        if (push instanceof Push.Published published) {
            body.message(4, inner -> publication(inner, published.publication()));
        } else if (push instanceof Push.Joined joined) {
            body.message(5, inner -> inner.message(1, info -> client(info, joined.client())));
        } else if (push instanceof Push.Left left) {
            body.message(6, inner -> inner.message(1, info -> client(info, left.client())));
        } else if (push instanceof Push.Unsubscribed ended) {
            body.message(7, inner -> inner.number(2, ended.code()).text(3, ended.reason()));
        }
    }

    private static void subscription(ProtoWriter body, Result.Subscribed subscribed) {
        body.flag(3, true).text(6, subscribed.position().epoch());
        publications(body, 7, subscribed.publications());
        body.flag(8, subscribed.recovered())
                .number(9, subscribed.position().offset())
                .flag(10, true)
                .flag(12, subscribed.wasRecovering());
    }

    private static void presence(ProtoWriter body, Result.Present present) {
        for (Map.Entry<String, ClientInfo> client : present.clients().entrySet()) {
            body.message(
                    1, entry -> entry.text(1, client.getKey()).message(2, info -> client(info, client.getValue())));
        }
    }

    private static void publications(ProtoWriter body, int field, List<Publication> publications) {
        for (Publication publication : publications) {
            body.message(field, inner -> publication(inner, publication));
        }
    }

    private static void publication(ProtoWriter body, Publication publication) {
        body.text(4, publication.data());
        ClientInfo publisher = publication.publisher();
        if (publisher != null) {
            body.message(5, info -> client(info, publisher));
        }
        body.number(6, publication.offset());
        for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
            body.message(7, entry -> entry.text(1, tag.getKey()).text(2, tag.getValue()));
        }
        body.number(9, publication.time());
    }

    private static void client(ProtoWriter body, ClientInfo client) {
        body.text(1, client.user()).text(2, client.client());
    }
}
