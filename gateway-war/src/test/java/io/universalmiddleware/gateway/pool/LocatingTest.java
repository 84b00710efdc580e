package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.pool.ServiceRecords.ServiceRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocatingTest {
    private final PoolFixture fixture = PoolFixture.plain();

    @Test
    void everyAddressOfANameIsATargetAndChangesFollowTheInterval() {
        fixture.addresses.put("app.example", List.of("1.0.0.1", "1.0.0.2"));
        OriginPool pool = fixture.pool("{'targets':[{'url':'http://app.example:8080'}],'discovery':{'refresh':'10s'}}");
        assertThat(addresses(pool)).containsExactly("1.0.0.1", "1.0.0.2");
        Attempt open = PoolFixture.pick(pool).attempt();
        assertThat(open.target().host()).isEqualTo("app.example");
        assertThat(open.target().address().isUnresolved()).isFalse();

        fixture.addresses.put("app.example", List.of("1.0.0.2", "1.0.0.3"));
        fixture.pass(Duration.ofSeconds(9));
        fixture.pools.tick();
        assertThat(addresses(pool)).containsExactly("1.0.0.1", "1.0.0.2");
        fixture.pass(Duration.ofSeconds(1));
        fixture.pools.tick();
        assertThat(addresses(pool)).containsExactly("1.0.0.2", "1.0.0.3");
    }

    @Test
    void whatWasFoundStaysWhenNobodyAnswers() {
        fixture.addresses.put("app.example", List.of("1.0.0.1"));
        OriginPool pool = fixture.pool("{'targets':[{'url':'http://app.example'}]}");

        fixture.addresses.clear();
        fixture.pass(Duration.ofSeconds(30));
        fixture.pools.tick();

        assertThat(addresses(pool)).containsExactly("1.0.0.1");
        assertThat(pool.state().faults()).containsExactly("app.example: the name cannot be resolved");
    }

    /** A name that is found clean and later points inside: its checked address stays, the other is never a target. */
    @Test
    void aNameThatTurnsInsideBringsNoTarget() {
        fixture.addresses.put("rebinding.example", List.of("1.0.0.1"));
        OriginPool pool = fixture.pool("{'targets':[{'url':'http://rebinding.example'}]}");

        fixture.addresses.put("rebinding.example", List.of("127.0.0.1"));
        fixture.pass(Duration.ofSeconds(30));
        fixture.pools.tick();

        assertThat(addresses(pool)).containsExactly("1.0.0.1");
        assertThat(pool.state().faults().get(0)).contains("loopback");
    }

    @Test
    void withoutAnAddressThatIsAllowedRequestsAreRefused() {
        OriginPool pool = fixture.pool("{'targets':[{'url':'http://127.0.0.1:8080'}]}");

        assertThat(PoolFixture.pick(pool).refusal().type().status()).isEqualTo(503);
        assertThat(pool.state().faults().get(0)).contains("um.edge.allowed-networks");
    }

    @Test
    void whatIsAllowedIsConnectedTo() {
        PoolFixture open = new PoolFixture(1, "127.0.0.0/8");

        assertThat(addresses(open.pool("{'targets':[{'url':'http://127.0.0.1:8080'}]}")))
                .containsExactly("127.0.0.1");
    }

    @Test
    void serviceRecordsSayPortsWeightsAndBackups() {
        fixture.records = List.of(
                new ServiceRecord(10, 3, 8081, "a.example"),
                new ServiceRecord(10, 1, 8082, "b.example"),
                new ServiceRecord(20, 5, 8083, "c.example"));
        fixture.addresses.put("a.example", List.of("1.0.0.1"));
        fixture.addresses.put("b.example", List.of("1.0.0.2"));
        fixture.addresses.put("c.example", List.of("1.0.0.3"));

        OriginPool pool = fixture.pool("{'discovery':{'srv':'_http._tcp.app.example'}}");

        assertThat(pool.state().targets())
                .extracting(TargetState::url, TargetState::weight, TargetState::backup)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("http://a.example:8081", 3, false),
                        org.assertj.core.groups.Tuple.tuple("http://b.example:8082", 1, false),
                        org.assertj.core.groups.Tuple.tuple("http://c.example:8083", 5, true));
    }

    @Test
    void instancesOfTheRegistryComeAndGoAndStayWhileItIsAway() {
        fixture.instances = List.of(URI.create("http://1.0.0.1:80"), URI.create("http://1.0.0.2:80"));
        OriginPool pool = fixture.pool("{'discovery':{'registry':'shop','refresh':'1s'}}");
        assertThat(addresses(pool)).containsExactly("1.0.0.1", "1.0.0.2");

        fixture.registryAway = true;
        fixture.pass(Duration.ofSeconds(1));
        fixture.pools.tick();
        assertThat(addresses(pool)).containsExactly("1.0.0.1", "1.0.0.2");
        assertThat(pool.state().faults()).containsExactly("shop: Redis is away");

        fixture.registryAway = false;
        fixture.instances = List.of(URI.create("http://1.0.0.2:80"), URI.create("file:///etc/passwd"));
        fixture.pass(Duration.ofSeconds(1));
        fixture.pools.tick();
        assertThat(addresses(pool)).containsExactly("1.0.0.2");
        assertThat(pool.state().faults()).isEmpty();
    }

    @Test
    void anOriginThatGoesTakesItsPoolWithIt() {
        fixture.pool(PoolFixture.targets(1, ""));
        fixture.pools.apply(java.util.Map.of());

        assertThat(fixture.pools.find(PoolFixture.KEY)).isEmpty();
    }

    private static List<String> addresses(OriginPool pool) {
        return pool.state().targets().stream().map(TargetState::address).toList();
    }
}
