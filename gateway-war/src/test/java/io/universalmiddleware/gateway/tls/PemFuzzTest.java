package io.universalmiddleware.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** PEM that a fuzzer makes: it is read, or refused with the one exception that callers expect. */
class PemFuzzTest {
    private static final PublicKey KEY =
            new TestAuthority("an authority").issue("a.example").keys().getPublic();

    @FuzzTest
    void authoritiesAreCertificatesOrRefused(FuzzedDataProvider data) {
        String pem = data.consumeBoolean()
                ? TestAuthority.pem("CERTIFICATE", data.consumeRemainingAsBytes())
                : data.consumeRemainingAsString();
        try {
            assertThat(Trust.in(pem).isSystem()).isFalse();
        } catch (GeneralSecurityException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @FuzzTest
    void aKeyIsReadOrRefused(FuzzedDataProvider data) {
        String label = data.pickValue(new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"});
        try {
            assertThat(Pem.privateKey(TestAuthority.pem(label, data.consumeRemainingAsBytes()), KEY))
                    .isNotNull();
        } catch (GeneralSecurityException refused) {
            assertThat(refused).isNotNull();
        }
    }
}
