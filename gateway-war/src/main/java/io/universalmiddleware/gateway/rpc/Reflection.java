package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reflection service of gRPC, in both versions: what is served, and the schema of it. */
public final class Reflection {
    private static final int NOT_FOUND = Code.NOT_FOUND.ordinal();

    private final Schema schema;
    private final ProtoJson json;
    private final Map<String, FileDescriptor> bySymbol = new HashMap<>();

    Reflection(Schema schema, ProtoJson json) {
        this.schema = schema;
        this.json = json;
        schema.files().forEach(this::index);
    }

    /** The answer to one question. @throws RpcException if it is not one */
    public byte[] answer(RpcMethod method, byte[] message) {
        ObjectNode asked;
        try {
            asked = json.json(DynamicMessage.parseFrom(method.input(), message));
        } catch (InvalidProtocolBufferException malformed) {
            throw Transcoding.malformed();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("validHost", asked.path("host").asText());
        answer.set("originalRequest", asked);
        answer(asked, answer);
        return json.message(method.descriptor().getOutputType(), answer).toByteArray();
    }

    private void answer(ObjectNode asked, ObjectNode answer) {
        if (asked.has("listServices")) {
            ArrayNode services = answer.putObject("listServicesResponse").putArray("service");
            schema.services().forEach(service -> services.addObject().put("name", service.getFullName()));
        } else if (asked.has("fileByFilename")) {
            file(schema.file(asked.path("fileByFilename").asText()), answer);
        } else if (asked.has("fileContainingSymbol")) {
            file(bySymbol.get(asked.path("fileContainingSymbol").asText()), answer);
        } else if (asked.has("fileContainingExtension")) {
            JsonNode which = asked.path("fileContainingExtension");
            file(
                    schema.extensions()
                            .filter(extension ->
                                    isOf(extension, which.path("containingType").asText())
                                            && extension.getNumber()
                                                    == which.path("extensionNumber")
                                                            .asInt())
                            .map(FieldDescriptor::getFile)
                            .findFirst()
                            .orElse(null),
                    answer);
        } else if (asked.has("allExtensionNumbersOfType")) {
            String type = asked.path("allExtensionNumbersOfType").asText();
            if (bySymbol.containsKey(type)) {
                ObjectNode told =
                        answer.putObject("allExtensionNumbersResponse").put("baseTypeName", type);
                ArrayNode numbers = told.putArray("extensionNumber");
                schema.extensions()
                        .filter(extension -> isOf(extension, type))
                        .forEach(extension -> numbers.add(extension.getNumber()));
            } else {
                missing(answer);
            }
        } else {
            answer.putObject("errorResponse")
                    .put("errorCode", Code.INVALID_ARGUMENT.ordinal())
                    .put("errorMessage", "Nothing is asked.");
        }
    }

    private static boolean isOf(FieldDescriptor extension, String type) {
        return extension.getContainingType().getFullName().equals(type);
    }

    private static void file(@Nullable FileDescriptor file, ObjectNode answer) {
        if (file == null) {
            missing(answer);
            return;
        }
        Set<FileDescriptor> all = new LinkedHashSet<>();
        collect(file, all);
        ArrayNode files = answer.putObject("fileDescriptorResponse").putArray("fileDescriptorProto");
        all.forEach(one ->
                files.add(Base64.getEncoder().encodeToString(one.toProto().toByteArray())));
    }

    private static void missing(ObjectNode answer) {
        answer.putObject("errorResponse").put("errorCode", NOT_FOUND).put("errorMessage", "There is no such thing.");
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> all) {
        if (all.add(file)) {
            file.getDependencies().forEach(needed -> collect(needed, all));
        }
    }

    private void index(FileDescriptor file) {
        file.getMessageTypes().forEach(type -> index(type, file));
        file.getEnumTypes().forEach(type -> bySymbol.put(type.getFullName(), file));
        file.getExtensions().forEach(extension -> bySymbol.put(extension.getFullName(), file));
        file.getServices().forEach(service -> {
            bySymbol.put(service.getFullName(), file);
            service.getMethods().forEach(method -> bySymbol.put(method.getFullName(), file));
        });
    }

    private void index(Descriptor type, FileDescriptor file) {
        bySymbol.put(type.getFullName(), file);
        type.getNestedTypes().forEach(nested -> index(nested, file));
        type.getEnumTypes().forEach(nested -> bySymbol.put(nested.getFullName(), file));
    }
}
