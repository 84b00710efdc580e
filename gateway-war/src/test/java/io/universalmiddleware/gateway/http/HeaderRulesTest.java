package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "keep-alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings"
            })
    void fieldsOfOneHopStayBehindBothWays(String name) {
        assertThat(HeaderRules.passesToOrigin(name)).isFalse();
        assertThat(HeaderRules.passesToClient(name)).isFalse();
        assertThat(HeaderRules.passesAsTrailer(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded-For",
                "X-FORWARDED-ANYTHING",
                "X-Real-IP",
                "traceparent",
                "X-Request-Id",
                "Host",
                "Via"
            })
    void whatOnlyTheEdgeMaySayIsNotTakenFromClients(String name) {
        assertThat(HeaderRules.passesToOrigin(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_Forwarded_For",
                "x-forwarded_proto",
                "X_Forwarded-Host",
                "X_Forwarded_Port",
                "X_Forwarded_Prefix",
                "X_Real_IP",
                "X_Request_Id",
                "X_API_Key",
                "X_Um_User",
                "X-Um_Tenant",
                "Content_Length",
                "Transfer_Encoding",
                "Keep_Alive",
                "Proxy_Authorization"
            })
    void norUnderANameThatServersTakeForIt(String name) {
        assertThat(HeaderRules.passesToOrigin(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Anything", "X-Um-User", "X-API-Key", "Content_Type", "_", "X_Forwarded"})
    void otherNamesWithUnderscoresPass(String name) {
        assertThat(HeaderRules.passesToOrigin(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Authorization", "Content-Type", "Idempotency-Key", "Range", "X-Anything"})
    void theRestPasses(String name) {
        assertThat(HeaderRules.passesToOrigin(name)).isTrue();
        assertThat(HeaderRules.passesToClient(name)).isTrue();
    }

    @Test
    void connectionNamesFieldsInAnyLineAndCase() {
        assertThat(HeaderRules.namedBy(List.of("close, X-Private", "Foo ,BAR")))
                .containsExactlyInAnyOrder("close", "x-private", "foo", "bar");
        assertThat(HeaderRules.namedBy(List.of("keep-alive"))).isEmpty();
    }

    @Test
    void trailersNeverChangeHowAMessageIsRead() {
        assertThat(HeaderRules.passesAsTrailer("Content-Length")).isFalse();
        assertThat(HeaderRules.passesAsTrailer("set-cookie")).isFalse();
        assertThat(HeaderRules.passesAsTrailer("grpc-status")).isTrue();
    }

    @Property
    void noValueWithACarriageReturnALineFeedOrNulIsEverTaken(@ForAll String text, @ForAll int where) {
        for (char c : new char[] {'\r', '\n', '\0', '\u0100', '\u010a'}) {
            int at = Math.floorMod(where, text.length() + 1);
            String bad = text.substring(0, at) + c + text.substring(at);

            assertThat(FieldSyntax.isValue(bad)).isFalse();
            assertThat(FieldSyntax.isToken(bad)).isFalse();
        }
    }
}
