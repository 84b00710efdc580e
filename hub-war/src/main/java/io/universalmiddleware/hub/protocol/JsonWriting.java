package io.universalmiddleware.hub.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Replies and pushes in their JSON form; members that are zero, false or empty are left out. */
final class JsonWriting {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriting() {}

    static String reply(long id, Result result) {
        return write(json -> {
            json.writeNumberField("id", id);
            result(json, result);
        });
    }

    static String push(Push push) {
        return write(json -> {
            json.writeObjectFieldStart("push");
            json.writeStringField("channel", push.channel());
            if (push instanceof Push.Published published) {
                json.writeFieldName("pub");
                publication(json, published.publication());
            } else if (push instanceof Push.Joined joined) {
                json.writeObjectFieldStart("join");
                info(json, "info", joined.client());
                json.writeEndObject();
            } else if (push instanceof Push.Left left) {
                json.writeObjectFieldStart("leave");
                info(json, "info", left.client());
                json.writeEndObject();
            } else if (push instanceof Push.Unsubscribed ended) {
                json.writeObjectFieldStart("unsubscribe");
                json.writeNumberField("code", ended.code());
                json.writeStringField("reason", ended.reason());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** A publication alone. */
    static String publication(Publication publication) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            publication(json, publication);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** A client alone. */
    static String info(ClientInfo client) {
        return write(json -> {
            json.writeStringField("user", client.user());
            json.writeStringField("client", client.client());
        });
    }

    /** What a subscription begins with, alone. */
    static String subscribed(Result.Subscribed subscribed) {
        return write(json -> {
            json.writeStringField("channel", subscribed.channel());
            json.writeStringField("epoch", subscribed.position().epoch());
            json.writeNumberField("offset", subscribed.position().offset());
            json.writeBooleanField("was_recovering", subscribed.wasRecovering());
            json.writeBooleanField("recovered", subscribed.recovered());
        });
    }

    private static void result(JsonGenerator json, Result result) throws IOException {
        if (result instanceof Result.Failed failed) {
            json.writeObjectFieldStart("error");
            json.writeNumberField("code", failed.error().code());
            json.writeStringField("message", failed.error().message());
            flag(json, "temporary", failed.error().temporary());
        } else if (result instanceof Result.Connected connected) {
            json.writeObjectFieldStart("connect");
            json.writeStringField("client", connected.client());
            count(json, "ping", connected.ping());
            flag(json, "pong", connected.pong());
            flag(json, "expires", connected.expires());
            count(json, "ttl", connected.ttl());
        } else if (result instanceof Result.Subscribed subscribed) {
            json.writeObjectFieldStart("subscribe");
            subscription(json, subscribed);
        } else if (result instanceof Result.Present present) {
            json.writeObjectFieldStart("presence");
            json.writeObjectFieldStart("presence");
            for (Map.Entry<String, ClientInfo> client : present.clients().entrySet()) {
                info(json, client.getKey(), client.getValue());
            }
            json.writeEndObject();
        } else if (result instanceof Result.PresentCount count) {
            json.writeObjectFieldStart("presence_stats");
            count(json, "num_clients", count.clients());
            count(json, "num_users", count.users());
        } else if (result instanceof Result.Past past) {
            json.writeObjectFieldStart("history");
            publications(json, past.publications());
            json.writeStringField("epoch", past.position().epoch());
            count(json, "offset", past.position().offset());
        } else if (result instanceof Result.Refreshed refreshed) {
            json.writeObjectFieldStart("refresh");
            json.writeStringField("client", refreshed.client());
            flag(json, "expires", refreshed.expires());
            count(json, "ttl", refreshed.ttl());
        } else {
            json.writeObjectFieldStart(emptyResult(result));
        }
        json.writeEndObject();
    }

    private static String emptyResult(Result result) {
        if (result instanceof Result.Unsubscribed) {
            return "unsubscribe";
        }
        return result instanceof Result.Published ? "publish" : "ping";
    }

    private static void subscription(JsonGenerator json, Result.Subscribed subscribed) throws IOException {
        json.writeBooleanField("recoverable", true);
        json.writeBooleanField("positioned", true);
        json.writeStringField("epoch", subscribed.position().epoch());
        count(json, "offset", subscribed.position().offset());
        publications(json, subscribed.publications());
        flag(json, "was_recovering", subscribed.wasRecovering());
        flag(json, "recovered", subscribed.recovered());
    }

    private static void publications(JsonGenerator json, List<Publication> publications) throws IOException {
        if (!publications.isEmpty()) {
            json.writeArrayFieldStart("publications");
            for (Publication publication : publications) {
                publication(json, publication);
            }
            json.writeEndArray();
        }
    }

    private static void publication(JsonGenerator json, Publication publication) throws IOException {
        json.writeStartObject();
        json.writeFieldName("data");
        json.writeRawValue(publication.data());
        if (publication.publisher() != null) {
            info(json, "info", publication.publisher());
        }
        json.writeNumberField("offset", publication.offset());
        if (!publication.tags().isEmpty()) {
            json.writeObjectFieldStart("tags");
            for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
        count(json, "time", publication.time());
        json.writeEndObject();
    }

    private static void info(JsonGenerator json, String name, ClientInfo info) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("user", info.user());
        json.writeStringField("client", info.client());
        json.writeEndObject();
    }

    private static void count(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    private static String write(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes the members of an object. */
    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
