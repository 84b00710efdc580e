package io.universalmiddleware.gateway.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media types as far as they say whether content is JSON (RFC 6839, section 3.1). */
public final class MediaTypes {
    private MediaTypes() {}

    /** Whether a {@code Content-Type} is JSON: {@code application/json} or any {@code +json}. */
    public static boolean isJson(@Nullable String contentType) {
        String type = typeOf(contentType);
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }

    /** Type and subtype in lower case, without parameters; empty if there is none. */
    public static String typeOf(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
