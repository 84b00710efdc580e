package io.universalmiddleware.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Violations;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORIGIN =
            "{\"tenant\":\"shop\",\"name\":\"backend\",\"targets\":[{\"url\":\"http://127.0.0.1:9001\"}]}";
    private static final String ROUTE =
            "{\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},\"origin\":\"backend\"}";

    @Test
    void readsTheShapesThatTheOutsideUses() {
        TenantDefinition tenant = (TenantDefinition)
                valid(Kind.TENANT, "{\"slug\":\"shop\",\"name\":\"The Shop\",\"domains\":[\"api.shop.example\"]}");
        RouteDefinition route = (RouteDefinition) valid(Kind.ROUTE, ROUTE);

        assertThat(tenant.tenant()).isEqualTo("shop");
        assertThat(tenant.domains()).containsExactly("api.shop.example");
        assertThat(tenant.claims()).containsEntry("domain:api.shop.example", "/domains/0");
        assertThat(valid(Kind.ORIGIN, ORIGIN).key()).isEqualTo("origins/shop/backend");
        assertThat(route.enabled()).isTrue();
        assertThat(route.references())
                .containsEntry("tenants/shop/shop", "/tenant")
                .containsEntry("origins/shop/backend", "/origin");
        assertThat(valid(Kind.API_KEY, "{\"tenant\":\"shop\",\"name\":\"mobile\",\"scopes\":[\"orders:read\"]}"))
                .isInstanceOfSatisfying(
                        ApiKeyDefinition.class,
                        key -> assertThat(key.consumer()).isEqualTo("mobile"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TENANT | {\"name\":\"x\"} | /slug",
                "TENANT | {\"slug\":\"Shop\",\"name\":\"x\"} | /slug",
                "TENANT | {\"slug\":\"-a\",\"name\":\"x\"} | /slug",
                "TENANT | {\"slug\":\"a.b\",\"name\":\"x\"} | /slug",
                "TENANT | {\"slug\":\"a\"} | /name",
                "TENANT | {\"slug\":\"a\",\"name\":\"x\",\"domains\":[\"a.b\",\"A.b\",\"localhost\",\"127.0.0.1\"]} | /domains/1 /domains/2 /domains/3",
                "TENANT | {\"slug\":\"a\",\"name\":\"x\",\"domains\":[\"a.b\",\"a.b\"]} | /domains/1",
                "TENANT | {\"slug\":\"a\",\"name\":\"x\",\"id\":\"y\",\"role\":\"admin\"} | /id /role",
                "ORIGIN | {\"tenant\":\"a\",\"name\":\"/x\",\"targets\":[{\"url\":\"http://h\"}]} | /name",
                "ORIGIN | {\"tenant\":\"a\",\"name\":\"x\",\"targets\":[{\"url\":\"ftp://h\"}]} | /targets/0/url",
                "ORIGIN | {\"tenant\":\"a\",\"name\":\"x\",\"targets\":[{\"url\":\"http://h\"}],\"limit\":[{\"requests\":1,\"per\":\"1m\"},{\"name\":\"b\",\"requests\":0,\"per\":\"1m\",\"by\":\"moon\"}]} | /limit/1/requests /limit/1/by",
                "ROUTE | {\"tenant\":\"a\",\"name\":\"x\",\"match\":{\"prefix\":\"/\"},\"origin\":\"o\",\"priority\":1.5,\"enabled\":1} | /priority /enabled",
                "API_KEY | {\"tenant\":\"a\",\"name\":\"x\",\"scopes\":[\"a b\"],\"expiresAt\":\"tomorrow\"} | /scopes/0 /expiresAt",
                "ROLE | {\"tenant\":\"a\",\"name\":\"Support\",\"grants\":[\"listAudit\",\"verifyAudit\",\"*\"]} | /name /grants/1 /grants/2",
                "ROLE | {\"tenant\":\"a\",\"name\":\"admin\"} | /name /grants",
                "ROLE | {\"tenant\":\"a\",\"name\":\"x\",\"grants\":[\"submitCommand:shop.*\",\"createRoute:shop.*\"]} | /grants/1",
                "PROVIDER | {\"tenant\":\"a\",\"name\":\"Up\",\"clientId\":\"c\",\"issuer\":\"http://id.example.org\",\"redirectUris\":[\"http://app.example.org/\",\"https://a/#b\",\"app:/x\"]} | /name /redirectUris/0 /redirectUris/1 /redirectUris/2",
                "PROVIDER | {\"tenant\":\"a\",\"name\":\"x\",\"issuer\":\"https://u@id.example.org?q\",\"redirectUris\":[],\"scopes\":[\"a b\"],\"clientSecret\":\"s\"} | /clientId /issuer /redirectUris /scopes/0 /clientSecret",
                "PROVIDER | {\"tenant\":\"a\",\"name\":\"x\",\"clientId\":\"c\",\"issuer\":\"https://id.example.org\",\"redirectUris\":[\"https://app.example.org/\",\"http://127.0.0.1:1/\",\"org.example.app:/x\"],\"postLogoutRedirectUris\":[\"http://app.example.org/\"],\"roles\":{\"g\":\"admin\",\"h\":\"A\"}} | /postLogoutRedirectUris/0 /groupsClaim /roles/g /roles/h",
                "API_KEY | {\"tenant\":\"a\",\"name\":\"x\",\"secrets\":[{\"prefix\":\"abcd\",\"sha256\":\"no\"}]} | /secrets/0/sha256",
            })
    void namesWhatIsNotValid(Kind kind, String document, String pointers) {
        Violations violations = new Violations();
        kind.read(new UUID(0, 1), node(document), violations);

        assertThat(violations.list().stream().map(Violation::pointer)).containsExactlyInAnyOrder(pointers.split(" "));
    }

    @Test
    void aRoleThatWouldGiveRightsIsRefusedByTheOperationsName() {
        Violations violations = new Violations();
        Kind.ROLE.read(
                new UUID(0, 1),
                node(
                        "{\"tenant\":\"a\",\"name\":\"x\",\"grants\":[\"createRole\",\"listAudit\",\"applyConfiguration\",\"rollBack\"]}"),
                violations);

        assertThat(violations.list())
                .extracting(Violation::pointer, Violation::message)
                .containsExactly(
                        tuple("/grants/0", "createRole gives rights and is for the role admin alone"),
                        tuple("/grants/2", "applyConfiguration gives rights and is for the role admin alone"),
                        tuple("/grants/3", "rollBack gives rights and is for the role admin alone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "xn--bcher-kva.example", "a-b.c-d.e1"})
    void takesDomains(String domain) {
        assertThat(DomainName.isValid(domain)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ".a.b", "a.b.", "a..b", "-a.b", "a_b.c", "1.2.3.4", "A.b", "[::1]", "a.b:80", "*.a.b"})
    void takesNothingElse(String domain) {
        assertThat(DomainName.isValid(domain)).isFalse();
        assertThat(DomainName.isValid("a".repeat(63) + ".".repeat(1) + "b".repeat(250)))
                .isFalse();
    }

    @Test
    void whatDoesNotFitTogetherIsNamed() {
        Definition shop = valid(Kind.TENANT, "{\"slug\":\"shop\",\"name\":\"x\",\"domains\":[\"a.example\"]}");
        Definition other = valid(Kind.TENANT, "{\"slug\":\"other\",\"name\":\"x\",\"domains\":[\"a.example\"]}");
        Definition route = valid(Kind.ROUTE, ROUTE);

        assertThat(Definitions.of(1, List.of(shop, other, route)).violations().list())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("tenants/other/other/domains/0", "routes/shop/orders/origin");
        assertThat(Definitions.of(1, List.of(shop, route, valid(Kind.ORIGIN, ORIGIN)))
                        .violations()
                        .list())
                .isEmpty();
    }

    private static Definition valid(Kind kind, String document) {
        Violations violations = new Violations();
        Definition definition = kind.read(new UUID(0, 1), node(document), violations);
        assertThat(violations.list()).isEmpty();
        return definition;
    }

    private static JsonNode node(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
