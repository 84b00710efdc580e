package io.universalmiddleware.contracts.hub;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import java.nio.charset.StandardCharsets;

/**
 * A hub channel is a named stream of publications of one tenant.
 *
 * @param name as clients of the tenant name it: 1 to 255 bytes of UTF-8 without control characters
 */
public record HubChannel(TenantId tenant, String name) {
    private static final int MAX_BYTES = 255;

    /** @throws IllegalArgumentException if the name is not valid */
    public HubChannel {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a channel name is 1 to 255 bytes of UTF-8 without control characters");
        }
    }

    /** The channel of a view's row. A row whose key makes no valid name has none: ask {@link #isValid} first. */
    public static HubChannel of(ViewRef row) {
        return new HubChannel(row.tenant(), row.channel());
    }

    /** Reads {@link #id()} back. */
    public static HubChannel parse(String id) {
        int slash = id.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a channel id is a tenant, '/' and a name");
        }
        return new HubChannel(new TenantId(id.substring(0, slash)), id.substring(slash + 1));
    }

    /** Whether a client could name a channel so. */
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_BYTES
                && name.codePoints().allMatch(HubChannel::isAllowed)
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** The text before the first {@code :}, which names the view or other kind of channel; the whole name if there is none. */
    public String namespace() {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The name among all tenants: {@code {tenant}/{name}}. */
    public String id() {
        return tenant.value() + '/' + name;
    }

    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
