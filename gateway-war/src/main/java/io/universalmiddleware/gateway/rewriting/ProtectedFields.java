package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.HeaderRules;

/**
 * Protected fields are those that no rule of a route may touch: of one hop, of framing, of forwarding and tracing, and the
 * platform's own ({@code X-Um-*}).
 */
public final class ProtectedFields {
    private ProtectedFields() {}

    /** Whether a rule may set, add or remove the field of a request. */
    public static boolean mayChangeInRequest(String name) {
        return FieldSyntax.isToken(name)
                && !isPlatform(name)
                && (name.equalsIgnoreCase("cookie") || HeaderRules.isForClientsToSay(name));
    }

    /** Whether a rule may set, add or remove the field of an answer. */
    public static boolean mayChangeInResponse(String name) {
        return FieldSyntax.isToken(name)
                && !isPlatform(name)
                && !name.equalsIgnoreCase("content-encoding")
                && HeaderRules.passesToClient(name);
    }

    private static boolean isPlatform(String name) {
        return name.regionMatches(true, 0, "x-um-", 0, 5);
    }
}
