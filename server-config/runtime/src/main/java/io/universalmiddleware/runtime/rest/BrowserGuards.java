package io.universalmiddleware.runtime.rest;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The browser guards are the fields that keep browsers, and caches on the way, from doing anything with an answer that nobody meant: it is
 * not kept, taken for nothing but what it says it is, loads and runs nothing, and is in nobody's frame. What answers may say otherwise.
 */
final class BrowserGuards {
    private BrowserGuards() {}

    /** Puts them on an answer that nothing has been said of yet. */
    static void on(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
    }
}
