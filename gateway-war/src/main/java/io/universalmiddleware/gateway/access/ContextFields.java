package io.universalmiddleware.gateway.access;

import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Context fields tell an origin who calls: {@code X-Um-Tenant}, {@code X-Um-User}, {@code X-Um-Roles}, {@code X-Um-Application}, which
 * acts for the user, {@code X-Um-Key}, and {@code X-Um-Context}, which says it signed.
 *
 * <p>Only the edge says them. Every field that a client brings under a name beginning with {@code X-Um} is dropped, with underscores for
 * hyphens too, since many origins cannot tell these apart. What is not a visible ASCII character is percent-encoded, and so are
 * {@code %} and {@code ,}: roles are a list.
 */
final class ContextFields {
    static final String TENANT = "X-Um-Tenant";
    static final String USER = "X-Um-User";
    static final String ROLES = "X-Um-Roles";
    static final String APPLICATION = "X-Um-Application";
    static final String KEY = "X-Um-Key";
    static final String CONTEXT = "X-Um-Context";
    private static final String HEX = "0123456789ABCDEF";

    private final String tenant;
    private final @Nullable ContextSigner signer;

    /** @param signer null for no signed field */
    ContextFields(String tenant, @Nullable ContextSigner signer) {
        this.tenant = tenant;
        this.signer = signer;
    }

    /** Drops what a client says in these names. */
    static void drop(Fields request) {
        List<String> said = new ArrayList<>(0);
        request.forEach((name, value) -> {
            if (isReserved(name)) {
                said.add(name);
            }
        });
        said.forEach(request::remove);
    }

    /** Says who calls, in place of whatever was said before. */
    void say(Caller caller, String requestId, Fields request) {
        request.set(TENANT, tenant);
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            return;
        }
        if (!caller.user().isEmpty()) {
            request.set(USER, encoded(caller.user()));
        }
        if (!caller.roles().isEmpty()) {
            request.set(ROLES, list(caller.roles()));
        }
        if (!caller.application().isEmpty()) {
            request.set(APPLICATION, encoded(caller.application()));
        }
        if (!caller.keyId().isEmpty()) {
            request.set(KEY, encoded(caller.keyId()));
        }
        if (signer != null) {
            request.set(CONTEXT, signer.sign(tenant, caller, requestId));
        }
    }

    static boolean isReserved(String name) {
        return name.length() > 4
                && (name.charAt(0) | 0x20) == 'x'
                && isDash(name.charAt(1))
                && (name.charAt(2) | 0x20) == 'u'
                && (name.charAt(3) | 0x20) == 'm'
                && isDash(name.charAt(4));
    }

    private static boolean isDash(char c) {
        return c == '-' || c == '_';
    }

    private static String list(Set<String> roles) {
        return roles.stream().sorted().map(ContextFields::encoded).collect(Collectors.joining(","));
    }

    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0x20 && b < 0x7F && b != '%' && b != ',') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
            }
        }
        return encoded.toString();
    }
}
