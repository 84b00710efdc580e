package io.universalmiddleware.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a public key in PEM (RFC 7468, section 13) with the JDK alone. */
final class PublicKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PublicKeyPem() {}

    /** @throws IllegalArgumentException if the text holds no EC or RSA public key */
    static JWK parse(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("no PEM block PUBLIC KEY");
        }
        try {
            X509EncodedKeySpec der =
                    new X509EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
            return isElliptic(der)
                    ? elliptic((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(der))
                    : new RSAKey.Builder(
                                    (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(der))
                            .build();
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the PEM block is no EC or RSA public key", unreadable);
        }
    }

    private static JWK elliptic(ECPublicKey key) {
        return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
    }

    private static boolean isElliptic(X509EncodedKeySpec der) throws GeneralSecurityException {
        try {
            KeyFactory.getInstance("EC").generatePublic(der);
            return true;
        } catch (InvalidKeySpecException another) {
            return false;
        }
    }
}
