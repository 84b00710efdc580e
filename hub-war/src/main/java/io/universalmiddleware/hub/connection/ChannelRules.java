package io.universalmiddleware.hub.connection;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.protocol.ErrorCode;
import java.util.Optional;
import java.util.Set;

/** Who may do what with a channel: everyone within the tenant, except where only the platform publishes. */
public final class ChannelRules {
    private static final String PRIVATE_PREFIX = "$";

    private final Set<String> serverOnly;

    /** @param serverOnly namespaces in which clients do not publish */
    public ChannelRules(Set<String> serverOnly) {
        this.serverOnly = Set.copyOf(serverOnly);
    }

    /** Why a user of any tenant may not read the channel of this name, if so. */
    Optional<ErrorCode> refuseReading(String name) {
        if (!HubChannel.isValid(name)) {
            return Optional.of(ErrorCode.BAD_REQUEST);
        }
        return name.startsWith(PRIVATE_PREFIX) ? Optional.of(ErrorCode.PERMISSION_DENIED) : Optional.empty();
    }

    /** Why a user may not publish to the channel, if so. */
    Optional<ErrorCode> refusePublishing(TenantId tenant, String name) {
        return refuseReading(name)
                .or(() -> serverOnly.contains(new HubChannel(tenant, name).namespace())
                        ? Optional.of(ErrorCode.PERMISSION_DENIED)
                        : Optional.empty());
    }
}
