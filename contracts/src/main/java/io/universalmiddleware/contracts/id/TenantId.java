package io.universalmiddleware.contracts.id;

import java.util.regex.Pattern;

/** A tenant id names one organisation's partition of everything: 1 to 63 of {@code a-z 0-9 -}, as a DNS label. */
public record TenantId(String value) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException if the value is no DNS label in lower case */
    public TenantId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a tenant id is 1 to 63 of a-z, 0-9 and '-'");
        }
    }

    /** Whether the text can be a tenant id. */
    public static boolean isValid(String value) {
        return LABEL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
