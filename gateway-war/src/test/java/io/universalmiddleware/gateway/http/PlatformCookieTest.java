package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformCookieTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "__Host-um-session=umb_1 | -",
                "a=1; __Host-um-session=umb_1; b=2 | a=1; b=2",
                "__Host-um-login=uml_1; a=1; __Host-um-session=umb_1 | a=1",
                "__Host-um-session=umb_1;a=1;__Host-um-session = umb_2 | a=1",
                "a=__Host-um-session; __Host-um-session2=x | a=__Host-um-session; __Host-um-session2=x",
            })
    void isLeftOutOfCookiesAndNothingElseIs(String cookies, String rest) {
        assertThat(PlatformCookie.removedFrom(cookies)).isEqualTo(rest);
    }

    @Test
    void otherCookiesStayTheTextThatTheyAre() {
        String cookies = "a=1;b=2";

        assertThat(PlatformCookie.removedFrom(cookies)).isSameAs(cookies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-um-session=x; Path=/; Secure",
                " __Host-um-session =",
                "__Host-um-session",
                "__Host-um-login=uml_1",
                "=__Host-um-session=x; Path=/"
            })
    void isKnownInSetCookie(String cookie) {
        assertThat(PlatformCookie.isSetBy(cookie)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=__Host-um-session; Path=/", "a=1; __Host-um-session=x", "__Host-um-sessions=x", ""})
    void isNotTakenForAnother(String cookie) {
        assertThat(PlatformCookie.isSetBy(cookie)).isFalse();
    }
}
