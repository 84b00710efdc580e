package io.universalmiddleware.runtime.rest;

import java.util.List;
import java.util.Locale;

/**
 * A representation is a form in which the platform's API says what it says (RFC 9110, section 12.5.1).
 *
 * <p>JSON unless a client names another one and likes it better.
 */
enum Representation {
    JSON("application/json"),
    CBOR("application/cbor"),
    XML("application/xml");

    private static final int MAX_LENGTH = 1_024;

    private final String type;

    Representation(String type) {
        this.type = type;
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /** The one that a client likes best; what is not valid counts as not said. */
    static Representation of(List<String> accept) {
        String text = String.join(",", accept).toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return JSON;
        }
        String[] ranges = text.split(",");
        Representation best = JSON;
        int most = Math.max(
                quality(ranges, JSON.type), Math.max(quality(ranges, "application/*"), quality(ranges, "*/*")));
        for (Representation other : List.of(CBOR, XML)) {
            int quality = quality(ranges, other.type);
            if (quality > most) {
                most = quality;
                best = other;
            }
        }
        return best;
    }

    /** In thousandths; 0 if the range does not stand there. */
    private static int quality(String[] ranges, String wanted) {
        for (String range : ranges) {
            String[] parts = range.split(";");
            if (parts.length > 0 && parts[0].strip().equals(wanted)) {
                return weight(parts);
            }
        }
        return 0;
    }

    private static int weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
                return (int) Math.round(Double.parseDouble(parameter.substring(2)) * 1_000);
            }
        }
        return 1_000;
    }
}
