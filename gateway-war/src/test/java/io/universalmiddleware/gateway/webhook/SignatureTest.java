package io.universalmiddleware.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final SigningSecret KNOWN =
            SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

    @Test
    void isTheOneOfTheStandardsExample() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(Signature.of(List.of(KNOWN), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isVerifiedByTheReferenceWithEitherSecretWhileOneReplacesTheOther() {
        SigningSecret next = SigningSecret.generate();
        String body = "{\"type\":\"gopro.CourseCreated\",\"data\":{\"title\":\"Überblick – 🙂\"}}";

        String both = Signature.of(List.of(next, KNOWN), "msg_1", now(), body.getBytes(StandardCharsets.UTF_8));

        assertThat(both.split(" ")).hasSize(2);
        assertThatCode(() -> verify(KNOWN, both, body)).doesNotThrowAnyException();
        assertThatCode(() -> verify(next, both, body)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(SigningSecret.generate(), both, body))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(KNOWN, both, body + ' ')).isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(SigningSecret secret, String signature, String body)
            throws WebhookVerificationException {
        new Webhook(secret.text())
                .verify(
                        body,
                        HttpHeaders.of(
                                Map.of(
                                        Signature.ID, List.of("msg_1"),
                                        Signature.TIMESTAMP, List.of(Long.toString(now())),
                                        Signature.SIGNATURE, List.of(signature)),
                                (name, value) -> true));
    }

    /** One time for the whole class: the reference takes what is at most five minutes old. */
    private static long now() {
        return STARTED;
    }

    private static final long STARTED = System.currentTimeMillis() / 1000;
}
