package io.universalmiddleware.product.hub;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.hub.contract.ServedHub;
import io.universalmiddleware.hub.fixture.Publisher;
import io.universalmiddleware.hub.fixture.RedisClients;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;

/** The hub of the booted product, with the settings it has by default and with tenants of this test's own. */
final class BootedHub implements ServedHub, AutoCloseable {
    private static final Settings DEFAULTS = new Settings(key -> Optional.empty());
    private static final int COMMAND_BURST = 300;

    private final Product product;
    private final URI address;
    private final String suffix;
    private final RedissonClient redisson;
    private final Publisher publisher;

    /** @param server on which the WebSocket is */
    BootedHub(Product product, URI server) {
        this.product = product;
        this.address = URI.create(HubListener.webSocket(server));
        this.suffix = product.freshTenant();
        this.redisson = RedisClients.of(product.stack().addresses().redis());
        this.publisher =
                new Publisher(redisson, HubKeys.from(DEFAULTS), HubRetention.from(DEFAULTS), Clock.systemUTC());
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public String token(String tenant, String user, Duration life) {
        return product.stack().tokens().issue(user, tenant + suffix, List.of("user"), life);
    }

    @Override
    public String tokenWithoutTenant(String user) {
        return product.stack().tokens().issue(user, "", List.of("user"), Duration.ofHours(1));
    }

    @Override
    public String tokenOf(String tenant, String user, String role) {
        return product.stack().tokens().issue(user, tenant + suffix, List.of(role), Duration.ofHours(1));
    }

    @Override
    public long publish(String tenant, String channel, String data, long version) {
        return publisher.publish(channel(tenant, channel), data, version);
    }

    @Override
    public void forget(String tenant, String channel) {
        publisher.forget(channel(tenant, channel));
    }

    @Override
    public int historySize() {
        return publisher.retention().size();
    }

    @Override
    public int commandBurst() {
        return COMMAND_BURST;
    }

    @Override
    public void close() {
        redisson.shutdown(0, 1, TimeUnit.SECONDS);
    }

    private HubChannel channel(String tenant, String channel) {
        return new HubChannel(new TenantId(tenant + suffix), channel);
    }
}
