package io.universalmiddleware.gateway.rpc;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * An operation of the control plane over REST.
 *
 * @param request its verb and its path, with {@code {}} for each parameter
 */
record AdminOperation(String request, Method method) {
    private static final String TAG = "Edge: ";

    /** Those of every resource whose tag says that it is the control plane's. */
    static List<AdminOperation> all() {
        java.nio.file.Path classes = classes();
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith("Resource.class"))
                    .map(name -> named(name.replace(".class", "").replace(File.separatorChar, '.')))
                    .filter(AdminOperation::isAdmins)
                    .flatMap(resource ->
                            Stream.of(resource.getMethods()).flatMap(method -> operations(resource, method)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static java.nio.file.Path classes() {
        try {
            return java.nio.file.Path.of(RpcServices.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isAdmins(Class<?> type) {
        Tag tag = type.getAnnotation(Tag.class);
        return type.isAnnotationPresent(Path.class) && tag != null && tag.name().startsWith(TAG);
    }

    private static Stream<AdminOperation> operations(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = "/admin/v1" + resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(verb -> new AdminOperation(verb.value() + ' ' + path.replaceAll("\\{[^}]*}", "{}"), method));
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, AdminOperation.class.getClassLoader());
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
