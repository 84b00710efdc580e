package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.tls.TestAuthority;
import io.universalmiddleware.gateway.tls.Trust;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolConfigTest {
    @Test
    void targetsAloneAreEnough() {
        PoolConfig config = PoolFixture.config("{'targets':[{'url':'http://app.example'}]}");

        assertThat(config).isEqualTo(PoolConfig.of(new TargetConfig("app.example", 80, false, 1, false)));
        assertThat(config.balance()).isEqualTo(Balance.P2C);
        assertThat(config.outlier().baseEjection()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyFieldIsRead() {
        PoolConfig config =
                PoolFixture.config("{'targets':[{'url':'https://[2606:4700::1]:8443/','weight':7,'backup':true}],"
                        + "'balance':'consistent-hash','hash':{'cookie':'s'},'sticky':{'cookie':'SRV'},'protocol':'h2',"
                        + "'health':{'path':'/up?x=1','interval':'1s','timeout':'500ms','healthy':1,'unhealthy':2,'statuses':['204','3xx']},"
                        + "'outlier':{'consecutive5xx':7,'maxEjectionPercent':50},'breaker':{'failurePercent':20,'statuses':['500-503']},"
                        + "'bulkhead':{'inFlight':5,'queue':0},'retries':{'budgetPercent':30},'slowStart':'30s','panicPercent':0,"
                        + "'discovery':{'registry':'shop','refresh':'5s'}}");

        assertThat(config.targets()).containsExactly(new TargetConfig("2606:4700::1", 8443, true, 7, true));
        assertThat(config.hash()).isEqualTo(new HashKey(HashKey.From.COOKIE, "s"));
        assertThat(config.sticky()).contains("SRV");
        assertThat(config.health().orElseThrow().statuses().contains(302)).isTrue();
        assertThat(config.health().orElseThrow().statuses().contains(200)).isFalse();
        assertThat(config.outlier().consecutive5xx()).isEqualTo(7);
        assertThat(config.breaker().statuses().contains(504)).isFalse();
        assertThat(config.bulkhead()).isEqualTo(new BulkheadConfig(5, 0, Duration.ofSeconds(1)));
        assertThat(config.retryBudgetPercent()).isEqualTo(30);
        assertThat(config.discovery().by()).isEqualTo(DiscoveryConfig.By.REGISTRY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /targets",
                "{'targets':[{}]} | /targets/0/url",
                "{'targets':[{'url':'ftp://a'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a/path'}]} | /targets/0/url",
                "{'targets':[{'url':'http://u:p@a'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a:0'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a:70000'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a b'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a?x'}]} | /targets/0/url",
                "{'targets':[{'url':'http://a'},{'url':'http://a:80','weight':2}]} | /targets/1/url",
                "{'targets':[{'url':'http://a','weight':-1}]} | /targets/0/weight",
                "{'targets':[{'url':'http://a'}],'balance':'best'} | /balance",
                "{'targets':[{'url':'http://a'}],'hash':{}} | /hash",
                "{'targets':[{'url':'http://a'}],'hash':{'header':'a','ip':true}} | /hash",
                "{'targets':[{'url':'http://a'}],'sticky':{'cookie':'a;b'}} | /sticky/cookie",
                "{'targets':[{'url':'http://a'}],'protocol':'h2'} | /protocol",
                "{'targets':[{'url':'https://a'}],'ca':'nonsense'} | /ca",
                "{'targets':[{'url':'https://a'}],'ca':'-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----'} | /ca",
                "{'targets':[{'url':'https://a'}],'ca':7} | /ca",
                "{'targets':[{'url':'http://a'}],'health':{'path':'up'}} | /health/path",
                "{'targets':[{'url':'http://a'}],'health':{'statuses':['2yy']}} | /health/statuses",
                "{'targets':[{'url':'http://a'}],'health':{'interval':'1ms'}} | /health/interval",
                "{'targets':[{'url':'http://a'}],'discovery':{'dns':'a','srv':'b'}} | /discovery",
                "{'targets':[{'url':'http://a'}],'discovery':{'srv':'a b'}} | /discovery/srv",
                "{'targets':[{'url':'http://a'}],'panicPercent':101} | /panicPercent",
                "{'targets':[{'url':'http://a'}],'bulkhead':{'inFlight':0}} | /bulkhead/inFlight"
            })
    void whatIsWrongIsNamed(String document, String pointer) {
        Violations violations = new Violations();
        Section section = PoolFixture.section(document, violations);
        PoolConfig.read(section);
        section.end();

        assertThat(violations.list()).extracting(Violation::pointer).contains(pointer);
    }

    @Test
    void whoIsTrustedIsPartOfWhatIsConnectedTo() {
        String authority = new TestAuthority("an authority").pem();
        PoolConfig config =
                PoolFixture.config("{'targets':[{'url':'https://a'}],'ca':'" + authority.replace("\n", "\\n") + "'}");

        assertThat(config.trust()).isEqualTo(new Trust(authority));
        assertThat(config).isNotEqualTo(PoolFixture.config("{'targets':[{'url':'https://a'}]}"));
        Member member = new Member(
                new Endpoint("a", 443, true, InetAddress.getLoopbackAddress()),
                Surroundings.real(Clock.systemUTC()),
                false,
                "is new");
        Seat before = Seat.of(member, PoolFixture.config("{'targets':[{'url':'https://a'}]}"), 1, false);
        assertThat(before.target().trust()).isEqualTo(Trust.SYSTEM);
        assertThat(before.with(config).target().trust()).isEqualTo(config.trust());
        assertThat(before.with(config).with(config)).isEqualTo(before.with(config));
    }

    @Test
    void addressesInsideTheHouseAreNamedAndNamesAreNot() {
        PoolConfig config = PoolFixture.config(
                "{'targets':[{'url':'http://app.example'},{'url':'http://169.254.169.254'},{'url':'http://[::ffff:10.0.0.1]:80'}],"
                        + "'discovery':{'dns':'http://127.0.0.1:80'}}");

        assertThat(config.refusals(new AddressGuard(AllowedNetworks.NONE)))
                .containsOnlyKeys("/targets/1/url", "/targets/2/url", "/discovery/dns");
        assertThat(config.refusals(new AddressGuard(AllowedNetworks.parse("0.0.0.0/0"))))
                .isEmpty();
    }

    @Property(tries = 300)
    void noTextOfATargetIsAFault(@ForAll String url) {
        TargetConfig target = TargetConfig.of(url, 1, false);
        if (target != null) {
            assertThat(target.host()).isNotEmpty();
            assertThat(target.port()).isBetween(1, 65_535);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2xxx", "99", "600", "300-200", "-200", "200-", "xx"})
    void statusesThatAreNoneAreSaid(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Statuses.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
