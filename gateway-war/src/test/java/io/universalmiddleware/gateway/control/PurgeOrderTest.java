package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeOrderTest {

    @ParameterizedTest
    @CsvSource({
        "key, /a/../b?x=1, /b?x=1",
        "key, /caf%c3%a9, /caf%C3%A9",
        "prefix, /img/2026-, /img/2026-",
        "prefix, /, /",
        "tag, item-1, item-1",
        "route, shop, shop"
    })
    void namesWhatIsStoredAsItIsStored(String by, String given, String meant) throws Exception {
        assertThat(order("{'tenant':'acme','%s':'%s'}".formatted(by, given)))
                .isEqualTo(new PurgeOrder("acme", by, meant, false));
    }

    @Test
    void isSoftIfItSaysSo() throws Exception {
        assertThat(order("{'tenant':'acme','tag':'a','soft':true}").soft()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'tenant':'acme'}",
                "{'tenant':'acme','key':'/a','tag':'b'}",
                "{'tenant':'acme','key':'a'}",
                "{'tenant':'acme','key':''}",
                "{'tenant':'acme','prefix':'/%2e%2e/'}",
                "{'tenant':'acme','tag':1}",
                "{'tenant':'acme','tag':'a','soft':'yes'}",
                "{'tenant':'acme','tag':'a','more':1}",
                "{'tag':'a'}"
            })
    void whatIsNotClearIsRefused(String document) {
        assertThatThrownBy(() -> order(document)).isInstanceOf(ProblemException.class);
    }

    private static PurgeOrder order(String document) throws Exception {
        return PurgeOrder.of((ObjectNode) new ObjectMapper().readTree(document.replace('\'', '"')));
    }
}
