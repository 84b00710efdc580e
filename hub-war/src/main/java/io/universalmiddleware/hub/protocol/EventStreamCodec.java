package io.universalmiddleware.hub.protocol;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The encoding for server-sent events (WHATWG HTML, section 9.2): one subscription, told in one direction.
 *
 * <p>Event {@code subscribed} comes first and says whether anything was missed; publications are plain messages. The id of each is
 * {@code {epoch}:{offset}}, which the browser sends back as {@code Last-Event-ID}.
 */
public final class EventStreamCodec implements Codec {
    private static final Encoded PING = Encoded.text(":\n\n");
    private static final Encoded NOTHING = Encoded.text("");

    @Override
    public List<Command> decode(String frame) throws MalformedFrameException {
        throw new MalformedFrameException("an event stream takes no commands", null);
    }

    @Override
    public List<Command> decode(byte[] frame) throws MalformedFrameException {
        throw new MalformedFrameException("an event stream takes no commands", null);
    }

    @Override
    public Encoded encode(long id, Result result) {
        if (!(result instanceof Result.Subscribed subscribed)) {
            return NOTHING;
        }
        String epoch = subscribed.position().epoch();
        StringBuilder events = new StringBuilder();
        long before = subscribed.position().offset() - subscribed.publications().size();
        append(events, "subscribed", epoch, before, JsonWriting.subscribed(subscribed));
        for (Publication publication : subscribed.publications()) {
            append(events, "", epoch, publication.offset(), JsonWriting.publication(publication));
        }
        return Encoded.text(events.toString());
    }

    @Override
    public Encoded encode(Push push) {
        StringBuilder events = new StringBuilder();
        if (push instanceof Push.Published published) {
            Publication publication = published.publication();
            append(events, "", published.epoch(), publication.offset(), JsonWriting.publication(publication));
        }
        return Encoded.text(events.toString());
    }

    @Override
    public Encoded ping() {
        return PING;
    }

    @Override
    public Encoded join(List<Encoded> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : Encoded.text(parts.stream().map(Encoded::text).collect(Collectors.joining()));
    }

    /** The position in a {@code Last-Event-ID}; its epoch is empty if the text is none of ours. */
    public static Position position(String lastEventId) {
        int colon = lastEventId.lastIndexOf(':');
        try {
            long offset = Long.parseLong(lastEventId.substring(colon + 1));
            return new Position(lastEventId.substring(0, Math.max(0, colon)), Math.max(0, offset));
        } catch (NumberFormatException foreign) {
            return new Position("", 0);
        }
    }

    private static void append(StringBuilder events, String event, String epoch, long offset, String data) {
        if (!event.isEmpty()) {
            events.append("event: ").append(event).append('\n');
        }
        events.append("id: ").append(epoch).append(':').append(offset).append('\n');
        events.append("data: ").append(data).append("\n\n");
    }
}
