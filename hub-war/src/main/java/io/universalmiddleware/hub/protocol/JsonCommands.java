package io.universalmiddleware.hub.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands from their JSON form. */
final class JsonCommands {
    private static final int REJECT_UNRECOVERED = 2;
    private static final int MAX_ID_BITS = 32;

    private JsonCommands() {}

    static Command command(JsonNode json) throws MalformedFrameException {
        if (!json.isObject()) {
            throw new MalformedFrameException("a command is an object", null);
        }
        long id = JsonReading.count(json, "id");
        if (id >>> MAX_ID_BITS != 0) {
            throw new MalformedFrameException("id is too large", null);
        }
        return new Command(id, request(json, id));
    }

    private static Request request(JsonNode json, long id) throws MalformedFrameException {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!member.getKey().equals("id") && !member.getValue().isNull()) {
                return request(member.getKey(), json);
            }
        }
        return id == 0 ? new Request.Pong() : new Request.Unknown();
    }

    private static Request request(String kind, JsonNode json) throws MalformedFrameException {
        JsonNode body = JsonReading.object(json, kind);
        String channel = JsonReading.text(body, "channel");
        return switch (kind) {
            case "connect" -> new Request.Connect(JsonReading.text(body, "token"));
            case "subscribe" -> subscribe(channel, body);
            case "unsubscribe" -> new Request.Unsubscribe(channel);
            case "publish" -> publish(channel, body);
            case "presence" -> new Request.Presence(channel);
            case "presence_stats" -> new Request.PresenceStats(channel);
            case "history" -> history(channel, body);
            case "ping" -> new Request.Ping();
            case "send" -> new Request.Send();
            case "rpc" -> new Request.Rpc(JsonReading.text(body, "method"));
            case "refresh" -> new Request.Refresh(JsonReading.text(body, "token"));
            case "sub_refresh" -> new Request.SubRefresh(channel);
            default -> new Request.Unknown();
        };
    }

    private static Request subscribe(String channel, JsonNode body) throws MalformedFrameException {
        boolean recover = JsonReading.flag(body, "recover");
        long flags = JsonReading.number(body, "flag");
        return new Request.Subscribe(
                channel,
                JsonReading.text(body, "token"),
                recover ? position(body) : null,
                JsonReading.flag(body, "join_leave"),
                (flags & REJECT_UNRECOVERED) != 0,
                JsonReading.number(body, "type") == 0 && JsonReading.member(body, "tf") == null);
    }

    private static Request publish(String channel, JsonNode body) throws MalformedFrameException {
        @Nullable JsonNode data = body.get("data");
        return new Request.Publish(
                channel, data == null ? "" : JsonReading.compact(data), JsonReading.number(body, "type") == 0);
    }

    private static Request history(String channel, JsonNode body) throws MalformedFrameException {
        long limit = Math.max(-1, Math.min(Integer.MAX_VALUE, JsonReading.number(body, "limit")));
        @Nullable JsonNode since = JsonReading.member(body, "since");
        return new Request.History(
                channel, (int) limit, since == null ? null : position(since), JsonReading.flag(body, "reverse"));
    }

    private static Position position(JsonNode body) throws MalformedFrameException {
        return new Position(JsonReading.text(body, "epoch"), JsonReading.count(body, "offset"));
    }
}
