package io.universalmiddleware.gateway.identity.mail;

import java.nio.charset.StandardCharsets;

/**
 * A mail is one plain text to one user.
 *
 * @param to an address without control characters
 * @param subject of one line
 */
public record Mail(String to, String subject, String text) {

    byte[] bytes() {
        return (to + '\n' + subject + '\n' + text).getBytes(StandardCharsets.UTF_8);
    }

    static Mail of(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 3);
        return new Mail(parts[0], parts[1], parts[2]);
    }

    /** Without what it says. */
    @Override
    public String toString() {
        return "mail";
    }
}
