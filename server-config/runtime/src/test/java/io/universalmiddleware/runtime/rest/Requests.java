package io.universalmiddleware.runtime.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Requests as filters get them, of which only what a test names is there. */
final class Requests {
    private Requests() {}

    /** A request of which it is known who calls. */
    static ContainerRequestContext by(Principal caller) {
        SecurityContext security = proxy(SecurityContext.class, (method, argument) -> caller);
        return proxy(ContainerRequestContext.class, (method, argument) -> security);
    }

    static JsonWebToken token(@Nullable String tenant, String user, String... roles) {
        Map<String, Object> claims = new HashMap<>(Map.of("sub", user, "groups", Set.of(roles), "scope", "read write"));
        if (tenant != null) {
            claims.put("tenant", tenant);
        }
        return new JsonWebToken() {
            @Override
            public String getName() {
                return user;
            }

            @Override
            public Set<String> getClaimNames() {
                return claims.keySet();
            }

            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
            public <T> T getClaim(String name) {
                return (T) claims.get(name);
            }
        };
    }

    /** What each method of a proxy answers. */
    interface Answering {
        @Nullable
        Object answer(String method, @Nullable Object argument);
    }

    @SuppressWarnings("unchecked")
    static <T> T proxy(Class<T> type, Answering answering) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        answering.answer(method.getName(), arguments == null ? null : arguments[0]));
    }
}
