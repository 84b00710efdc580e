package io.universalmiddleware.hub.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON encoding: one object a line, several lines a frame. */
final class JsonCodec implements Codec {
    private static final Encoded PING = Encoded.text("{}");

    @Override
    public List<Command> decode(String frame) throws MalformedFrameException {
        List<Command> commands = new ArrayList<>();
        for (JsonNode json : JsonReading.values(frame)) {
            commands.add(JsonCommands.command(json));
        }
        if (commands.isEmpty()) {
            throw new MalformedFrameException("no command", null);
        }
        return commands;
    }

    @Override
    public List<Command> decode(byte[] frame) throws MalformedFrameException {
        return decode(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public Encoded encode(long id, Result result) {
        return Encoded.text(JsonWriting.reply(id, result));
    }

    @Override
    public Encoded encode(Push push) {
        return Encoded.text(JsonWriting.push(push));
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
        return Encoded.text(parts.stream().map(Encoded::text).collect(Collectors.joining("\n")));
    }
}
