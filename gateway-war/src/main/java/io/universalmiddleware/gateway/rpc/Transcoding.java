package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a REST request of a call's message, and the call's answer of the resource's. */
public final class Transcoding {
    private static final Logger LOG = LoggerFactory.getLogger(Transcoding.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ETAG = "etag";
    private static final String REVISION = "revision";
    private static final String TOKEN = "consistencyToken";

    private final FieldBehaviors behaviors;
    private final Problems problems;
    private final ProtoJson json;

    Transcoding(Schema schema, ProtoJson json) {
        this.json = json;
        behaviors = new FieldBehaviors(schema);
        problems = new Problems(schema, json);
    }

    /**
     * The request that a message asks for.
     *
     * @param mostTarget characters of its target
     * @throws RpcException if it is not a message of the method's type, or says what no request can
     */
    public RestRequest request(RpcMethod method, byte[] message, int mostTarget) {
        DynamicMessage read;
        try {
            read = DynamicMessage.parseFrom(method.input(), message);
        } catch (InvalidProtocolBufferException malformed) {
            throw malformed();
        }
        try {
            return new RequestWriter(behaviors, json, method, read).write(mostTarget);
        } catch (InvalidMessageException invalid) {
            throw new RpcException(problems.status(invalid));
        }
    }

    /**
     * The message that a resource's answer stands for.
     *
     * @throws RpcException with the status that it stands for, if it is a refusal
     */
    public byte[] response(RpcMethod method, RestAnswer answer) {
        JsonNode body = body(answer);
        if (!answer.isSuccess()) {
            throw new RpcException(problems.status(method, answer, body));
        }
        Descriptor type = method.descriptor().getOutputType();
        HttpBinding binding = Objects.requireNonNull(method.binding());
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (!binding.responseBody().isEmpty()) {
            told.set(type.findFieldByName(binding.responseBody()).getJsonName(), body);
        } else if (body instanceof ObjectNode whole) {
            told = whole;
        }
        put(told, ETAG, answer.field("ETag"));
        put(told, TOKEN, answer.field("Consistency-Token"));
        told.path("items").forEach(Transcoding::tag);
        try {
            return json.message(type, told).toByteArray();
        } catch (DateTimeException | IllegalArgumentException unlike) {
            LOG.error("What REST answers to {} does not fit its message", method.path(), unlike);
            throw new RpcException(Code.INTERNAL, "The answer does not fit its message.");
        }
    }

    static RpcException malformed() {
        return new RpcException(Code.INVALID_ARGUMENT, "What came is not a message of the method's type.");
    }

    /** An entry in a list has the tag that it would have by itself: that of the revision that last changed it. */
    private static void tag(JsonNode item) {
        if (item instanceof ObjectNode entry && entry.path(REVISION).isNumber()) {
            entry.put(ETAG, '"' + entry.path(REVISION).asText() + '"');
        }
    }

    private static void put(ObjectNode told, String field, @Nullable String value) {
        if (value != null) {
            told.put(field, value);
        }
    }

    private static JsonNode body(RestAnswer answer) {
        String media = answer.field("Content-Type");
        if (answer.body().length == 0 || (!answer.isSuccess() && (media == null || !media.contains("json")))) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException unlike) {
            LOG.error("An answer of REST is not JSON", unlike);
            throw new RpcException(Code.INTERNAL, "The answer cannot be read.");
        }
    }
}
