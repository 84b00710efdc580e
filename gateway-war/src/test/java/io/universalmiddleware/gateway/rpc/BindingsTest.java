package io.universalmiddleware.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.junit.jupiter.api.Test;

/** The control plane over gRPC and over REST: what one has, the other has. A new operation without a method is noticed here. */
class BindingsTest {
    /** What is had over REST alone, and why. */
    private static final Map<String, String> OVER_REST_ALONE = Map.of(
            "GET /admin/v1/audit/export", "lines without end: ListAuditRows tells them in pages",
            "GET /admin/v1/request-logs/export", "lines without end: ListRequestLogs tells them in pages");

    private final List<AdminOperation> operations = AdminOperation.all();
    private final Map<String, RpcMethod> methods = methods();

    @Test
    void everyMethodIsARequestThatAResourceAnswers() {
        assertThat(methods.keySet()).hasSizeGreaterThan(90).isSubsetOf(requests());
    }

    @Test
    void everyOperationHasAMethodOrAReasonToHaveNone() {
        Set<String> without = requests();
        without.removeAll(methods.keySet());
        without.removeIf(request -> request.startsWith("PUT ")
                && methods.containsKey("PATCH " + request.substring(4))); // an update whose mask is "*"

        assertThat(without).containsExactlyInAnyOrderElementsOf(OVER_REST_ALONE.keySet());
    }

    @Test
    void whatRestTellsHasAFieldInTheMessage() {
        SoftAssertions all = new SoftAssertions();
        for (AdminOperation operation : operations) {
            RpcMethod method = methods.get(operation.request());
            Class<?> told = told(operation);
            if (method != null
                    && told.isRecord()
                    && method.binding().responseBody().isEmpty()) {
                compare(operation.request(), told, method.descriptor().getOutputType(), all);
            }
        }
        all.assertAll();
    }

    @Test
    void whatMayBeAskedForHasAFieldInTheMessage() {
        SoftAssertions all = new SoftAssertions();
        for (AdminOperation operation : operations) {
            RpcMethod method = methods.get(operation.request());
            if (method != null) {
                all.assertThat(names(method.input()).keySet())
                        .as(operation.request())
                        .containsAll(Stream.of(operation.method().getParameters())
                                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                                .filter(Objects::nonNull)
                                .map(QueryParam::value)
                                .toList());
            }
        }
        all.assertAll();
    }

    private Set<String> requests() {
        return operations.stream().map(AdminOperation::request).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods by the requests that they stand for. */
    private static Map<String, RpcMethod> methods() {
        Map<String, RpcMethod> methods = new TreeMap<>();
        Schema.load().services().stream()
                .filter(service -> service.getFullName().startsWith("um.control."))
                .flatMap(service -> service.getMethods().stream())
                .map(method -> RpcServices.ofPlatform()
                        .method('/' + method.getService().getFullName() + '/' + method.getName())
                        .orElseThrow())
                .forEach(method -> methods.put(request(method.binding()), method));
        return methods;
    }

    private static String request(HttpBinding binding) {
        return binding.verb() + ' ' + binding.path().fill(field -> "-").replace("/-", "/{}");
    }

    /** What the operation's description says that it answers. */
    private static Class<?> told(AdminOperation operation) {
        return Stream.of(operation.method().getAnnotationsByType(APIResponse.class))
                .filter(answer -> answer.responseCode().startsWith("2"))
                .flatMap(answer -> Stream.of(answer.content()))
                .map(Content::schema)
                .<Class<?>>map(schema -> schema.implementation())
                .findFirst()
                .orElse(Void.class);
    }

    private static void compare(String request, Class<?> told, Descriptor message, SoftAssertions all) {
        Map<String, FieldDescriptor> fields = names(message);
        for (RecordComponent component : told.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                compare(request, component.getType(), message, all);
                continue;
            }
            FieldDescriptor field = fields.get(component.getName());
            all.assertThat(field)
                    .as("%s: %s of %s", request, component.getName(), told)
                    .isNotNull();
            Class<?> part = part(component.getGenericType());
            if (field != null && part.isRecord() && isOurs(field)) {
                compare(request, part, field.getMessageType(), all);
            }
        }
    }

    /** The type itself, or that which a list is of. */
    private static Class<?> part(Type type) {
        Type part = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
        return part instanceof Class<?> known ? known : Object.class;
    }

    private static boolean isOurs(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().startsWith("um.");
    }

    private static Map<String, FieldDescriptor> names(Descriptor message) {
        return message.getFields().stream().collect(Collectors.toMap(FieldDescriptor::getJsonName, field -> field));
    }
}
