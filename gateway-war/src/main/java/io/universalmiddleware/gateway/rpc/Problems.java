package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a status of a problem: a code, a sentence, and what {@code um/rpc/v1/errors.proto} says of details.
 *
 * <p>It travels in a head, of which clients take 8 KiB by default: texts are cut, and a detail that does not fit is left out.
 */
final class Problems {
    private static final String DOMAIN = "universalmiddleware.io";
    private static final int LONGEST_WAIT = 5;
    private static final int MOST_VIOLATIONS = 20;
    private static final int LONGEST_TEXT = 500;
    private static final int MOST_BYTES = 4 * 1024;
    /** Bytes before a field of less than {@link #MOST_BYTES}. */
    private static final int FRAMING = 3;

    private final Schema schema;
    private final ProtoJson json;

    Problems(Schema schema, ProtoJson json) {
        this.schema = schema;
        this.json = json;
    }

    /** The status of a resource's refusal. @param body a problem, or an empty object */
    RpcStatus status(RpcMethod method, RestAnswer answer, JsonNode body) {
        List<Violation> violations = new ArrayList<>();
        body.path("violations")
                .forEach(said -> violations.add(new Violation(
                        field(method, said.path("pointer").asText()),
                        said.path("message").asText())));
        String type = slug(body.path("type").asText());
        return status(
                code(method, answer.status(), type),
                answer.status(),
                type,
                sentence(body, answer.status(), violations),
                body.path("requestId").asText(),
                violations,
                answer.field("Retry-After"));
    }

    /** The status of a message that no request can be made of. */
    RpcStatus status(InvalidMessageException invalid) {
        Problem problem = Problem.of(ProblemType.INVALID_REQUEST, null, invalid.violations());
        return status(
                Code.INVALID_ARGUMENT,
                problem.status(),
                slug(problem.type().toString()),
                problem.title() + said(invalid.violations()),
                "",
                invalid.violations(),
                null);
    }

    private RpcStatus status(
            Code code,
            int http,
            String type,
            String said,
            String requestId,
            List<Violation> all,
            @Nullable String retryAfter) {
        String sentence = cut(said);
        List<Violation> violations = all.stream()
                .limit(MOST_VIOLATIONS)
                .map(one -> new Violation(cut(one.pointer()), cut(one.message())))
                .toList();
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("code", code.ordinal()).put("message", sentence);
        DynamicMessage.Builder details = json.message(schema.type("google.rpc.Status"), status).toBuilder();
        if (!type.isEmpty()) {
            add(details, "ErrorInfo", node().put("reason", reason(type)).put("domain", DOMAIN));
        }
        if (!requestId.isEmpty()) {
            add(details, "RequestInfo", node().put("requestId", requestId));
        }
        if (!violations.isEmpty() && code == Code.INVALID_ARGUMENT) {
            ObjectNode bad = node();
            ArrayNode fields = bad.putArray("fieldViolations");
            violations.forEach(
                    one -> fields.addObject().put("field", one.pointer()).put("description", one.message()));
            add(details, "BadRequest", bad);
        } else if (!violations.isEmpty()) {
            ObjectNode failed = node();
            ArrayNode conditions = failed.putArray("violations");
            violations.forEach(one -> conditions
                    .addObject()
                    .put("type", reason(type))
                    .put("subject", one.pointer())
                    .put("description", one.message()));
            add(details, "PreconditionFailure", failed);
        }
        if (retryAfter != null
                && retryAfter.length() <= LONGEST_WAIT
                && retryAfter.chars().allMatch(Character::isDigit)) {
            add(details, "RetryInfo", node().put("retryDelay", Long.parseLong(retryAfter)));
        }
        return new RpcStatus(code, sentence, http, details.build().toByteArray());
    }

    private static Code code(RpcMethod method, int http, String type) {
        boolean creates = method.descriptor().getName().startsWith("Create");
        return switch (type) {
            case "conflict" -> creates ? Code.ALREADY_EXISTS : Code.FAILED_PRECONDITION;
            case "request-in-flight" -> Code.ABORTED;
            case "idempotency-key-reused", "command-rejected" -> Code.FAILED_PRECONDITION;
            default -> Code.ofHttp(http);
        };
    }

    /** A parameter of a list by the field that it comes from; pointers into documents stay. */
    private static String field(RpcMethod method, String pointer) {
        return method.input().getFields().stream()
                .filter(field -> field.getJsonName().equals(pointer))
                .map(FieldDescriptor::getName)
                .findFirst()
                .orElse(pointer);
    }

    private static String sentence(JsonNode body, int http, List<Violation> violations) {
        if (body.path("title").asText().isEmpty()) {
            return "The request was answered " + http + '.';
        }
        String detail = body.path("detail").asText();
        return body.path("title").asText() + (detail.isEmpty() ? said(violations) : ": " + detail);
    }

    /** The first of them, for those who read nothing else. */
    private static String said(List<Violation> violations) {
        if (violations.isEmpty()) {
            return "";
        }
        Violation first = violations.get(0);
        String others = violations.size() > 1 ? ", and " + (violations.size() - 1) + " more" : "";
        return ": " + (first.pointer() + ' ' + first.message()).strip() + others;
    }

    private void add(DynamicMessage.Builder status, String detail, ObjectNode said) {
        Descriptor type = schema.type("google.rpc." + detail);
        FieldDescriptor details = status.getDescriptorForType().findFieldByName("details");
        Descriptor any = details.getMessageType();
        DynamicMessage told = DynamicMessage.newBuilder(any)
                .setField(any.findFieldByName("type_url"), "type.googleapis.com/" + type.getFullName())
                .setField(
                        any.findFieldByName("value"),
                        ByteString.copyFrom(json.message(type, said).toByteArray()))
                .build();
        if (status.build().getSerializedSize() + told.getSerializedSize() + FRAMING <= MOST_BYTES) {
            status.addRepeatedField(details, told);
        }
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
        return text.substring(0, splits ? LONGEST_TEXT - 1 : LONGEST_TEXT);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String slug(String type) {
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static String reason(String type) {
        return type.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
