package io.universalmiddleware.contracts.message;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Roles as one line of text: each form-encoded, in alphabetical order, with spaces in between; empty for none. */
public final class RolesHeader {
    private static final String SEPARATOR = " ";

    private RolesHeader() {}

    public static String text(Collection<String> roles) {
        return new TreeSet<>(roles)
                .stream()
                        .map(role -> URLEncoder.encode(role, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(SEPARATOR));
    }

    /** @throws IllegalArgumentException if it is not such text */
    public static Set<String> parse(String text) {
        return Arrays.stream(text.split(SEPARATOR))
                .filter(role -> !role.isEmpty())
                .map(role -> URLDecoder.decode(role, StandardCharsets.UTF_8))
                .collect(Collectors.toUnmodifiableSet());
    }
}
