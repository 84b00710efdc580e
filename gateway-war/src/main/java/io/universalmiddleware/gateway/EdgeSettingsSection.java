package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.tenancy.EdgeDomain;
import io.universalmiddleware.gateway.upkeep.Heartbeat;
import java.util.List;

/** The edge's section of the settings. */
public final class EdgeSettingsSection implements SettingsSection {
    @Override
    public String title() {
        return "Edge";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                EdgeSettings.HOST,
                EdgeSettings.PORT,
                EdgeTlsSettings.PORT,
                EdgeTlsSettings.CERTIFICATE,
                EdgeTlsSettings.KEY,
                EdgeTlsSettings.DIRECTORY,
                EdgeTlsSettings.RELOAD,
                EdgeTlsSettings.HANDSHAKE_TIMEOUT,
                EdgeTlsSettings.HSTS,
                EdgeTlsSettings.HSTS_SUBDOMAINS,
                EdgeSettings.EVENT_LOOPS,
                RoleRoutes.PLATFORM_URL,
                RoleRoutes.COMMAND_URL,
                RoleRoutes.PROCESSOR_URL,
                RoleRoutes.CACHE_URL,
                RoleRoutes.HUB_URL,
                EdgeDomain.SETTING,
                EdgeSettings.TENANT_BY,
                EdgeSettings.TRUSTED_HOPS,
                AllowedNetworks.SETTING,
                NameServers.SETTING,
                Heartbeat.ANNOUNCE,
                Heartbeat.PREFIX,
                EdgeSettings.MAX_CONNECTIONS,
                EdgeSettings.MAX_TARGET,
                EdgeSettings.MAX_HEAD,
                EdgeSettings.MAX_FIELDS,
                EdgeSettings.MAX_BODY_MB,
                EdgeSettings.MAX_MESSAGE_MB,
                EdgeSettings.HEAD_TIMEOUT,
                EdgeSettings.BODY_TIMEOUT,
                EdgeSettings.MIN_BODY_RATE,
                EdgeSettings.KEEP_ALIVE,
                EdgeSettings.CONNECT_TIMEOUT,
                EdgeSettings.FIRST_BYTE_TIMEOUT,
                EdgeSettings.IDLE_TIMEOUT,
                EdgeSettings.TOTAL_TIMEOUT,
                EdgeSettings.STREAM_IDLE_TIMEOUT,
                EdgeSettings.POOL_SIZE,
                EdgeSettings.POOL_QUEUE,
                EdgeSettings.POOL_KEEP_ALIVE,
                EdgeSettings.DRAIN,
                EdgeSettings.METERED_ROUTES,
                EdgeSettings.ACCESS_LOG);
    }
}
