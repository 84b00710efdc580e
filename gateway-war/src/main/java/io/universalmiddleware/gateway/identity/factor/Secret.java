package io.universalmiddleware.gateway.identity.factor;

import io.universalmiddleware.persistence.identity.Account;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.util.encoders.Base32;

/** A secret as an authenticator takes it, by hand or by its camera. */
public record Secret(String base32, String uri) {
    /** @param issuer the platform as its users know it */
    static Secret of(byte[] secret, Account account, String issuer) {
        String base32 = Base32.toBase32String(secret).replace("=", "");
        String owner = account.tenant().value() + '/' + account.email();
        return new Secret(
                base32,
                "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                        .formatted(
                                encoded(issuer),
                                encoded(owner),
                                base32,
                                encoded(issuer),
                                TimeCode.DIGITS,
                                TimeCode.STEP.toSeconds()));
    }

    /** The URI as a QR code, in SVG. */
    public String qrCode() {
        return QrCode.svg(uri);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "secret";
    }
}
