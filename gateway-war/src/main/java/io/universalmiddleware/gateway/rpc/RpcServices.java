package io.universalmiddleware.gateway.rpc;

import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The platform's services over gRPC, and what answers them.
 *
 * <p>Immutable; shared by all event loops.
 */
public final class RpcServices {
    private final Map<String, RpcMethod> methods = new HashMap<>();
    private final Set<String> names = new TreeSet<>();
    private final Transcoding transcoding;
    private final Reflection reflection;
    private final Health health;

    private RpcServices(Schema schema) {
        schema.services().forEach(service -> {
            names.add(service.getFullName());
            service.getMethods().forEach(method -> {
                Object rule = schema.option(method.getOptions(), "google.protobuf.MethodOptions", "google.api.http");
                RpcMethod known = new RpcMethod(method, rule == null ? null : HttpBinding.of((Message) rule));
                methods.put(known.path(), known);
            });
        });
        ProtoJson json = new ProtoJson();
        transcoding = new Transcoding(schema, json);
        reflection = new Reflection(schema, json);
        health = new Health(names, json);
    }

    /** Those of which {@code contracts} has the schema. */
    public static RpcServices ofPlatform() {
        return Loaded.SERVICES;
    }

    /** Their full names. */
    public Set<String> names() {
        return names;
    }

    /** Whether the path names a method of one of them, be it there or not. */
    public boolean serve(String path) {
        int dot = path.indexOf('.');
        int slash = dot < 0 ? -1 : path.indexOf('/', 1);
        return slash > 1 && names.contains(path.substring(1, slash));
    }

    public Optional<RpcMethod> method(String path) {
        return Optional.ofNullable(methods.get(path));
    }

    public Transcoding transcoding() {
        return transcoding;
    }

    public Reflection reflection() {
        return reflection;
    }

    public Health health() {
        return health;
    }

    /** Read once, when they are first asked for. */
    private static final class Loaded {
        static final RpcServices SERVICES = new RpcServices(Schema.load());
    }
}
