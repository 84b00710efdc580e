package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitConfigTest {
    private final Violations violations = new Violations();

    @Test
    void readsOneLimitWithItsDefaults() {
        List<LimitConfig> limits = read("{'limit':{'requests':100,'per':'1m'}}");

        assertThat(violations.list()).isEmpty();
        assertThat(limits)
                .containsExactly(new LimitConfig(
                        "ip", 100, Duration.ofMinutes(1), 100, new Counted(Counted.By.IP, ""), Algorithm.TOKEN_BUCKET));
    }

    @Test
    void readsSeveral() {
        List<LimitConfig> limits = read("{'limit':[{'requests':5,'per':'1s','burst':20,'by':'key'},"
                + "{'name':'daily','requests':1000,'per':'1d','by':'header:X-Plan','algorithm':'sliding-window'}]}");

        assertThat(violations.list()).isEmpty();
        assertThat(limits).extracting(LimitConfig::name).containsExactly("key", "daily");
        assertThat(limits.get(0).burst()).isEqualTo(20);
        assertThat(limits.get(1).counted()).isEqualTo(new Counted(Counted.By.HEADER, "x-plan"));
        assertThat(limits.get(1).algorithm()).isEqualTo(Algorithm.SLIDING_WINDOW);
    }

    @Test
    void nothingSaidIsNoLimit() {
        assertThat(read("{}")).isEmpty();
        assertThat(violations.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'limit':{'per':'1m'}} | /limit/requests",
                "{'limit':{'requests':5}} | /limit/per",
                "{'limit':{'requests':0,'per':'1m'}} | /limit/requests",
                "{'limit':{'requests':1000001,'per':'1m'}} | /limit/requests",
                "{'limit':{'requests':5,'per':'10ms'}} | /limit/per",
                "{'limit':{'requests':5,'per':'32d'}} | /limit/per",
                "{'limit':{'requests':5,'per':'1m','burst':0}} | /limit/burst",
                "{'limit':{'requests':5,'per':'1m','burst':7,'algorithm':'sliding-window'}} | /limit/burst",
                "{'limit':{'requests':5,'per':'1m','by':'moon'}} | /limit/by",
                "{'limit':{'requests':5,'per':'1m','by':'header:'}} | /limit/by",
                "{'limit':{'requests':5,'per':'1m','by':'header:a b'}} | /limit/by",
                "{'limit':{'requests':5,'per':'1m','algorithm':'leaky'}} | /limit/algorithm",
                "{'limit':{'requests':5,'per':'1m','name':'Ä'}} | /limit/name",
                "{'limit':{'requests':5,'per':'1m','more':1}} | /limit/more",
                "{'limit':[{'requests':5,'per':'1m'},{'requests':9,'per':'1h'}]} | /limit",
                "{'limit':7} | /limit",
            })
    void saysWhatIsNotValid(String document, String pointer) {
        read(document);

        assertThat(violations.list()).extracting(Violation::pointer).containsExactly(pointer);
    }

    private List<LimitConfig> read(String json) {
        try {
            Section route = Section.of(new ObjectMapper().readTree(json.replace('\'', '"')), violations);
            List<LimitConfig> limits = LimitConfig.readAll(route, "limit");
            route.end();
            return limits;
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }
}
