package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

/** What stays between the browser and the platform. */
class HeadersTest {
    private final MultiMap fields = MultiMap.caseInsensitiveMultiMap();

    @Test
    void theSessionsCookieIsTakenOutOfWhatGoesToATenant() {
        fields.add("Cookie", "a=1; __Host-um-session=umb_1").add("cookie", "__Host-um-session=umb_2");
        fields.add("cookie", "b=2").add("Accept", "*/*");

        Headers.dropPlatformCookie(fields);

        assertThat(fields.getAll("Cookie")).containsExactly("a=1", "b=2");
        assertThat(fields.get("Accept")).isEqualTo("*/*");
    }

    @Test
    void aTenantsOriginDoesNotSetIt() {
        fields.add("Set-Cookie", "a=1").add("set-cookie", "__Host-um-session=mine; Path=/; Secure");
        fields.add("Set-Cookie", "b=__Host-um-session");

        Headers.dropPlatformSetCookie(fields);

        assertThat(fields.getAll("Set-Cookie")).containsExactly("a=1", "b=__Host-um-session");
    }

    @Test
    void whatIsNotOfItStaysAsItIs() {
        fields.add("Cookie", "a=1").add("Cookie", "b=2").add("Set-Cookie", "c=3");

        Headers.dropPlatformCookie(fields);
        Headers.dropPlatformSetCookie(fields);

        assertThat(fields.getAll("Cookie")).containsExactly("a=1", "b=2");
        assertThat(fields.getAll("Set-Cookie")).containsExactly("c=3");
    }
}
