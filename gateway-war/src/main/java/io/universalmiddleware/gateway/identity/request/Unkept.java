package io.universalmiddleware.gateway.identity.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** An unkept answer carries a secret: no cache on its way stores it (RFC 6749, section 5.1). */
public final class Unkept {
    private Unkept() {}

    public static Response ok(Object answer) {
        return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
