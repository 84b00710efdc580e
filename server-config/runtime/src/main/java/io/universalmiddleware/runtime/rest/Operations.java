package io.universalmiddleware.runtime.rest;

import java.lang.reflect.Method;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What operations are called in grants. */
public final class Operations {
    private static final String RESOURCE = "Resource";

    private Operations() {}

    /** Whether Jersey itself answers with it: OPTIONS (Jakarta RESTful Web Services, section 3.3.5). */
    static boolean isGenerated(Class<?> resource) {
        return resource.getName().startsWith("org.glassfish.jersey.server.");
    }

    /** The id that the API's description gives it; else the method's name and the resource's: {@code createRoute}. */
    public static String of(Class<?> resource, Method method) {
        @Nullable Operation described = method.getAnnotation(Operation.class);
        if (described != null && !described.operationId().isEmpty()) {
            return described.operationId();
        }
        String name = resource.getSimpleName();
        return method.getName()
                + (name.endsWith(RESOURCE) ? name.substring(0, name.length() - RESOURCE.length()) : name);
    }
}
