package io.universalmiddleware.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {

    @Test
    void saysTheDefaultsAndHidesTheServer() {
        FieldList answer = FieldList.of("Server", "x/1", "X-Powered-By", "y", "x-frame-options", "SAMEORIGIN");

        Documents.read(SecurityHeaders::read, "{}").answer(false, answer);

        assertThat(answer.has("Server")).isFalse();
        assertThat(answer.has("X-Powered-By")).isFalse();
        assertThat(answer.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.get("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(answer.has("Content-Security-Policy")).isFalse();
        assertThat(answer.has("Strict-Transport-Security")).isFalse();
    }

    @Test
    void saysTransportSecurityOverTlsOnly() {
        SecurityHeaders headers = Documents.read(
                SecurityHeaders::read,
                "{'hsts':{'maxAge':'730d','includeSubDomains':true,'preload':true},'frameOptions':'off'}");
        FieldList plain = new FieldList();
        FieldList tls = new FieldList();

        headers.answer(false, plain);
        headers.answer(true, tls);

        assertThat(plain.has("Strict-Transport-Security")).isFalse();
        assertThat(tls.get("Strict-Transport-Security")).isEqualTo("max-age=63072000; includeSubDomains; preload");
        assertThat(tls.has("X-Frame-Options")).isFalse();
    }

    @Test
    void namesWhatIsWrong() {
        assertThat(Documents.wrongIn(SecurityHeaders::read, "{'hsts':{'preload':true},'frameOptions':'maybe','x':1}"))
                .containsExactlyInAnyOrder("/hsts/preload", "/frameOptions", "/x");
        assertThat(Documents.wrongIn(SecurityHeaders::read, "{'contentSecurityPolicy':'a\\nb'}"))
                .isNotEmpty();
    }
}
