package io.universalmiddleware.gateway.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may send, and what they may not (RFC 6749, sections 2.3 and 3.1). */
class FormTest {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final UUID CLIENT = UUID.fromString("0198c0de-0000-7000-8000-000000000000");

    @Test
    void readsEachParameterOnceAndLeavesOutWhatHasNoValue() throws IOException {
        Form form = read(TYPE + ";charset=UTF-8", "grant_type=a+b%2Bc&scope=&state=%C3%A9&flag");

        assertThat(form.find("grant_type")).contains("a b+c");
        assertThat(form.find("state")).contains("\u00e9");
        assertThat(form.find("scope")).isEmpty();
        assertThat(form.find("flag")).isEmpty();
        assertThat(form).hasToString("form of [grant_type, state]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1&a=2",
                "a=1&a=",
                "a=1&%61=2",
                "a=%",
                "a=%zz",
                "a=%ff",
                "a=\u00ff",
                "a=%00",
                "a=1%0d%0aSet-Cookie:x",
            })
    void refusesWhatIsThereTwiceOrIsNoText(String body) {
        assertThat(code(TYPE, body)).isEqualTo(Code.INVALID_REQUEST);
    }

    @Test
    void refusesOtherTypesAndWhatIsTooMuch() {
        assertThat(code("application/json", "{}")).isEqualTo(Code.INVALID_REQUEST);
        assertThat(code("multipart/form-data", "a=1")).isEqualTo(Code.INVALID_REQUEST);
        assertThat(code(TYPE, "a=" + "x".repeat(16_384))).isEqualTo(Code.INVALID_REQUEST);
        assertThat(code(
                        TYPE,
                        IntStream.range(0, 51).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"))))
                .isEqualTo(Code.INVALID_REQUEST);
    }

    @Test
    void credentialsComeInOneWay() {
        String basic = ProviderParts.basic(CLIENT, "s%3Acret");

        assertThat(ClientCredentials.of(basic, Form.parse("client_id=" + CLIENT))
                        .secret())
                .isEqualTo("s:cret");
        assertThat(ClientCredentials.of(null, Form.parse("client_id=" + CLIENT + "&client_secret=x"))
                        .client())
                .isEqualTo(CLIENT);
        assertThat(refused(basic, "client_secret=x")).isEqualTo(Code.INVALID_REQUEST);
        assertThat(refused(basic, "client_id=" + UUID.randomUUID())).isEqualTo(Code.INVALID_REQUEST);
        assertThat(ClientCredentials.of(basic, Form.parse(""))).asString().doesNotContain("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Basic bm9jb2xvbg==", "Basic YTpi", "Bearer x", "Basic JTp4"})
    void whatIsNoCredentialIsNoClient(String authorization) {
        assertThat(refused(authorization, "")).isEqualTo(Code.INVALID_CLIENT);
    }

    @Test
    void noCredentialsAreNoClient() {
        assertThat(refused("Basic " + "A".repeat(1_000), "")).isEqualTo(Code.INVALID_CLIENT);
        assertThat(catchThrowableOfType(
                                OAuthException.class,
                                () -> ClientCredentials.of(null, Form.parse("client_id=" + CLIENT)))
                        .code())
                .isEqualTo(Code.INVALID_CLIENT);
    }

    private static Code refused(String authorization, String form) {
        return catchThrowableOfType(OAuthException.class, () -> ClientCredentials.of(authorization, Form.parse(form)))
                .code();
    }

    private static Code code(String type, String body) {
        return catchThrowableOfType(OAuthException.class, () -> read(type, body))
                .code();
    }

    private static Form read(String type, String body) throws IOException {
        return Form.read(type, new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
