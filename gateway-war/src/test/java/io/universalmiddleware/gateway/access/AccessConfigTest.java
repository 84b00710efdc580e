package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessConfigTest {
    private static final String ISSUER =
            "{'issuer':'https://id.test','jwks':'https://id.test/keys','audiences':['api']}";
    private final Violations violations = new Violations();

    @Test
    void readsAMode() {
        assertThat(read("{}")).isEqualTo(AccessConfig.open());
        assertThat(read("{'auth':'none'}")).isEqualTo(AccessConfig.open());
        assertThat(read("{'auth':'optional'}").mode()).isEqualTo(AccessConfig.Mode.OPTIONAL);
        assertThat(read("{'auth':'required'}").mode()).isEqualTo(AccessConfig.Mode.REQUIRED);
        assertThat(read("{}").hidden()).isEmpty();
        assertThat(read("{'auth':'optional'}").hidden()).containsExactly("x-api-key");
        assertThat(violations.list()).isEmpty();
    }

    @Test
    void readsAnObject() {
        AccessConfig config = read("{'auth':{'issuers':[" + ISSUER
                + "],'scopes':['a','b'],'roles':['r'],'apiKeys':false,'queryKey':'k','forwardAuthorization':false}}");

        assertThat(violations.list()).isEmpty();
        assertThat(config.mode()).isEqualTo(AccessConfig.Mode.REQUIRED);
        assertThat(config.platformTokens())
                .as("an issuer of one's own stands alone")
                .isFalse();
        assertThat(config.issuers()).extracting(Issuer::audiences).containsExactly(List.of("api"));
        assertThat(config.scopes()).containsExactlyInAnyOrder("a", "b");
        assertThat(config.apiKeys()).isFalse();
        assertThat(config.queryKey()).isEqualTo("k");
        assertThat(config.forwardAuthorization()).isFalse();
        assertThat(config.hidden()).containsExactly("authorization");
    }

    @Test
    void anEmptyObjectIsRequired() {
        assertThat(read("{'auth':{}}")).isEqualTo(AccessConfig.of(AccessConfig.Mode.REQUIRED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'auth':'maybe'} | /auth",
                "{'auth':7} | /auth",
                "{'auth':{'mode':'maybe'}} | /auth/mode",
                "{'auth':{'more':1}} | /auth/more",
                "{'auth':{'scopes':['a b']}} | /auth/scopes",
                "{'auth':{'roles':['\"']}} | /auth/roles",
                "{'auth':{'queryKey':'a b'}} | /auth/queryKey",
                "{'auth':{'audiences':['api']}} | /auth/audiences",
                "{'auth':{'apiKeys':false,'platformTokens':false}} | /auth/apiKeys",
                "{'auth':{'issuers':[{'issuer':'i','jwks':'https://id.test/keys'}]}} | /auth/issuers/0/audiences",
                "{'auth':{'issuers':[{'issuer':'i','jwks':'file:///etc/passwd','audiences':['a']}]}} | /auth/issuers/0/jwks",
                "{'auth':{'issuers':[{'issuer':'i','jwks':'https://u:p@id.test/','audiences':['a']}]}} | /auth/issuers/0/jwks",
                "{'auth':{'issuers':[{'issuer':'i','jwks':'not a url','audiences':['a']}]}} | /auth/issuers/0/jwks",
                "{'auth':{'issuers':[{'jwks':'https://id.test/','audiences':['a']}]}} | /auth/issuers/0/issuer",
            })
    void saysWhatIsNotValid(String document, String pointer) {
        read(document.replace("'\"'", "'\\\"'"));

        assertThat(violations.list()).extracting(Violation::pointer).containsExactly(pointer);
    }

    private AccessConfig read(String json) {
        try {
            Section route = Section.of(new ObjectMapper().readTree(json.replace('\'', '"')), violations);
            AccessConfig config = AccessConfig.read(route);
            route.end();
            return config;
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }
}
