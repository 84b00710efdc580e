package io.universalmiddleware.persistence.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of a delivery. */
public enum DeliveryStatus {
    /** It is to be sent, or sent again. */
    PENDING,
    /** The endpoint has said that it has it. */
    DELIVERED,
    /** Every attempt failed. */
    FAILED,
    /** The endpoint was off when it came. */
    SKIPPED;

    /** As it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DeliveryStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }
}
