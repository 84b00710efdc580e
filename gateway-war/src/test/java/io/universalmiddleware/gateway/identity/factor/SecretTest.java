package io.universalmiddleware.gateway.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.identity.Account;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final byte[] BYTES = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");
    /** How many pixels a module gets. */
    private static final int SCALE = 4;

    @Test
    void isToldAsAuthenticatorsWantIt() {
        Secret secret = Secret.of(BYTES, account("ann@example.org"), "Universal Middleware");

        assertThat(secret.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(secret.uri())
                .isEqualTo("otpauth://totp/Universal%20Middleware:acme%2Fann%40example.org"
                        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Universal%20Middleware"
                        + "&algorithm=SHA1&digits=6&period=30");
        assertThat(secret).hasToString("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "ann.of.a.longer.name+and&more=<\"'>@example.org", "jürgen@例え.jp"})
    void isWhatACameraReads(String email) throws ReaderException {
        Secret secret = Secret.of(BYTES, account(email), "Ünïversal & Co");
        String svg = secret.qrCode();

        assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
        assertThat(svg).doesNotContain(email, secret.base32());
        assertThat(new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(photographed(svg))))
                        .getText())
                .isEqualTo(secret.uri());
    }

    /** Paints the drawing's dark runs on white. */
    private static LuminanceSource photographed(String svg) {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, 0xffffff);
        Matcher run = RUN.matcher(svg);
        while (run.find()) {
            int x = Integer.parseInt(run.group(1)) * SCALE;
            int y = Integer.parseInt(run.group(2)) * SCALE;
            int width = Integer.parseInt(run.group(3)) * SCALE;
            for (int row = y; row < y + SCALE; row++) {
                Arrays.fill(pixels, row * size + x, row * size + x + width, 0);
            }
        }
        return new RGBLuminanceSource(size, size, pixels);
    }

    private static Account account(String email) {
        Instant now = Instant.EPOCH;
        return new Account(new UUID(0, 1), new TenantId("acme"), email, "hash", Set.of("user"), false, now, now, now);
    }
}
