package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.persistence.policy.PolicyContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A summary says by digests what a version holds, for the audit: SHA-256 in hexadecimal, null for what comes with the platform.
 *
 * @param module of the compiled policy
 * @param grants of what its roles grant
 */
record Summary(
        @Nullable String source,
        @Nullable String module,
        @Nullable String grants,
        String tests) {

    static Summary of(PolicyContent content) {
        return new Summary(
                digest(content.source()),
                digest(content.module()),
                digest(content.grants()),
                hex(bytes(content.tests())));
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("source", source)
                .put("module", module)
                .put("grants", grants)
                .put("tests", tests);
    }

    /** Null of null. */
    static @Nullable String digest(byte @Nullable [] bytes) {
        return bytes == null ? null : hex(bytes);
    }

    private static @Nullable String digest(@Nullable String text) {
        return text == null ? null : hex(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
