package io.universalmiddleware.command.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.spi.CommandType;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandCatalogueTest {

    @Test
    void knowsEachVersionOfAType() {
        CommandCatalogue catalogue = OpenAccount.catalogue();

        assertThat(catalogue.versions("bank.OpenAccount").keySet()).containsExactly(1, 2);
        assertThat(catalogue.versions("bank.Unknown")).isEmpty();
        assertThat(catalogue.size()).isEqualTo(3);
    }

    @Test
    void namesEveryViolatedPathOfAPayload() throws Exception {
        CommandDefinition type =
                OpenAccount.catalogue().versions("bank.OpenAccount").get(1);
        JsonNode payload = new ObjectMapper()
                .readTree("{\"currency\":\"USD\",\"limit\":-1,\"tags\":[\"a\",2],\"role\":\"admin\"}");

        assertThat(type.check(payload))
                .extracting(Violation::pointer)
                .containsExactly(
                        "/payload/currency", "/payload/limit", "/payload/owner", "/payload/role", "/payload/tags/1");
    }

    @Test
    void refusesABrokenCatalogueNamingEveryCulprit() {
        assertThatThrownBy(() -> CommandCatalogue.of(List.of(
                        OpenAccount.handler(OpenAccount.Version1.class),
                        OpenAccount.handler(Twin.class),
                        OpenAccount.handler(String.class),
                        OpenAccount.handler(Schemaless.class),
                        OpenAccount.handler(BrokenSchema.class),
                        OpenAccount.handler(BrokenTemplate.class))))
                .isInstanceOf(BrokenCatalogueException.class)
                .hasMessageContaining("Twin is the second type named bank.OpenAccount version 1")
                .hasMessageContaining("java.lang.String has no @CommandType")
                .hasMessageContaining("Schemaless names the schema /nowhere.json, which is not in its jar")
                .hasMessageContaining(
                        "BrokenSchema names the schema /schemas/NoSchema.v1.json, which is no JSON Schema")
                .hasMessageContaining("BrokenTemplate '{owner' is no template");
    }

    @Test
    void makesAggregateIdsOfPayloadMembers() throws Exception {
        AggregateIdTemplate template = new AggregateIdTemplate("{owner}:{number}");
        ObjectMapper json = new ObjectMapper();

        assertThat(template.fill(json.readTree("{\"owner\":\"a$1\",\"number\":7}")))
                .contains("a$1:7");
        assertThat(template.fill(json.readTree("{\"owner\":\"ann\"}"))).isEmpty();
        assertThat(template.fill(json.readTree("{\"owner\":\"ann\",\"number\":[]}")))
                .isEmpty();
    }

    @CommandType(name = "bank.OpenAccount", aggregate = "x", schema = "/schemas/OpenAccount.v1.json")
    record Twin() {}

    @CommandType(name = "bank.Schemaless", aggregate = "x", schema = "/nowhere.json")
    record Schemaless() {}

    @CommandType(name = "bank.BrokenSchema", aggregate = "x", schema = "/schemas/NoSchema.v1.json")
    record BrokenSchema() {}

    @CommandType(
            name = "bank.BrokenTemplate",
            aggregate = "x",
            aggregateId = "{owner",
            schema = "/schemas/OpenAccount.v1.json")
    record BrokenTemplate() {}
}
