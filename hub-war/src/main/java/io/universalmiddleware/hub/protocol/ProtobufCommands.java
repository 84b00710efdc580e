package io.universalmiddleware.hub.protocol;

import org.jspecify.annotations.Nullable;

/** Commands from their Protocol Buffers form. */
final class ProtobufCommands {
    private static final int REJECT_UNRECOVERED = 2;

    private ProtobufCommands() {}

    static Command command(ProtoReader in) throws MalformedFrameException {
        long id = 0;
        Request request = new Request.Pong();
        while (!in.atEnd()) {
            int field = in.field();
            if (field == 1) {
                id = in.number() & 0xFFFF_FFFFL;
            } else {
                request = request(field, in);
            }
        }
        return new Command(id, id != 0 && request instanceof Request.Pong ? new Request.Unknown() : request);
    }

    private static Request request(int field, ProtoReader in) throws MalformedFrameException {
        switch (field) {
            case 4:
                return new Request.Connect(new Body(in.message(), 0, 1).text);
            case 5:
                return subscribe(in.message());
            case 6:
                return new Request.Unsubscribe(channel(in));
            case 7:
                return publish(in.message());
            case 8:
                return new Request.Presence(channel(in));
            case 9:
                return new Request.PresenceStats(channel(in));
            case 10:
                return history(in.message());
            case 11:
                in.skip();
                return new Request.Ping();
            case 12:
                in.skip();
                return new Request.Send();
            case 13:
                return new Request.Rpc(new Body(in.message(), 0, 2).text);
            case 14:
                return new Request.Refresh(new Body(in.message(), 0, 1).text);
            case 15:
                return new Request.SubRefresh(channel(in));
            default:
                in.skip();
                return new Request.Unknown();
        }
    }

    private static String channel(ProtoReader in) throws MalformedFrameException {
        return new Body(in.message(), 1, 0).channel;
    }

    private static Request subscribe(ProtoReader in) throws MalformedFrameException {
        String channel = "";
        String token = "";
        String epoch = "";
        long offset = 0;
        boolean recover = false;
        boolean joinLeave = false;
        boolean rejectUnrecovered = false;
        boolean plain = true;
        while (!in.atEnd()) {
            switch (in.field()) {
                case 1 -> channel = in.text();
                case 2 -> token = in.text();
                case 3 -> recover = in.flag();
                case 6 -> epoch = in.text();
                case 7 -> offset = in.number();
                case 11 -> joinLeave = in.flag();
                case 13 -> {
                    in.skip();
                    plain = false;
                }
                case 14 -> rejectUnrecovered = (in.number() & REJECT_UNRECOVERED) != 0;
                case 15 -> plain &= in.number() == 0;
                default -> in.skip();
            }
        }
        return new Request.Subscribe(
                channel, token, recover ? position(epoch, offset) : null, joinLeave, rejectUnrecovered, plain);
    }

    private static Request publish(ProtoReader in) throws MalformedFrameException {
        String channel = "";
        String data = "";
        boolean plain = true;
        while (!in.atEnd()) {
            switch (in.field()) {
                case 1 -> channel = in.text();
                case 2 -> data = in.text();
                case 3 -> plain = in.number() == 0;
                default -> in.skip();
            }
        }
        return new Request.Publish(channel, data.isEmpty() ? "" : StoredPublications.compact(data), plain);
    }

    private static Request history(ProtoReader in) throws MalformedFrameException {
        String channel = "";
        long limit = 0;
        @Nullable Position since = null;
        boolean reverse = false;
        while (!in.atEnd()) {
            switch (in.field()) {
                case 1 -> channel = in.text();
                case 7 -> limit = in.number();
                case 8 -> since = streamPosition(in.message());
                case 9 -> reverse = in.flag();
                default -> in.skip();
            }
        }
        return new Request.History(channel, (int) Math.max(-1, Math.min(Integer.MAX_VALUE, limit)), since, reverse);
    }

    private static Position streamPosition(ProtoReader in) throws MalformedFrameException {
        long offset = 0;
        String epoch = "";
        while (!in.atEnd()) {
            switch (in.field()) {
                case 1 -> offset = in.number();
                case 2 -> epoch = in.text();
                default -> in.skip();
            }
        }
        return position(epoch, offset);
    }

    private static Position position(String epoch, long offset) throws MalformedFrameException {
        if (offset < 0) {
            throw new MalformedFrameException("offset is too large", null);
        }
        return new Position(epoch, offset);
    }

    /** The few members of the simple requests. */
    private static final class Body {
        private String channel = "";
        private String text = "";

        Body(ProtoReader in, int channelField, int textField) throws MalformedFrameException {
            while (!in.atEnd()) {
                int field = in.field();
                if (field == channelField) {
                    channel = in.text();
                } else if (field == textField) {
                    text = in.text();
                } else {
                    in.skip();
                }
            }
        }
    }
}
