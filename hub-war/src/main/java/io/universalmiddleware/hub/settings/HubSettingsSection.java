package io.universalmiddleware.hub.settings;

import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** The hub's section of the settings. */
public final class HubSettingsSection implements SettingsSection {
    @Override
    public String title() {
        return "Hub";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                HubSettings.HOST,
                HubSettings.PORT,
                HubSettings.EVENT_LOOPS,
                HubSettings.ALLOWED_ORIGINS,
                HubSettings.SERVER_ONLY,
                HubKeys.PREFIX,
                HubRetention.SIZE,
                HubRetention.AGE,
                HubRetention.POSITION,
                HubRetention.BRIEF,
                HubSettings.CONNECTIONS,
                HubSettings.CONNECTIONS_PER_USER,
                HubSettings.CONNECTIONS_PER_TENANT,
                HubSettings.STRANGERS,
                HubSettings.CONNECTS_PER_SECOND,
                HubSettings.ADDRESS_CONNECTS_PER_SECOND,
                HubSettings.ADDRESS_CONNECT_BURST,
                HubSettings.TRUSTED_PROXIES,
                HubSettings.MESSAGE_BYTES,
                HubSettings.CHANNELS,
                HubSettings.QUEUE_BYTES,
                HubSettings.ALL_QUEUE_MEGABYTES,
                HubSettings.COMMANDS_PER_SECOND,
                HubSettings.COMMAND_BURST,
                HubSettings.CONNECT_TIMEOUT,
                HubSettings.PING_INTERVAL,
                HubSettings.PONG_TIMEOUT,
                HubSettings.EXPIRY_GRACE,
                HubSettings.PRESENCE_TTL,
                HubSettings.PRESENCE_MAX,
                HubSettings.REDIS_DEADLINE,
                HubSettings.STALE_AFTER,
                HubSettings.DRAIN);
    }
}
