package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void aTokenIsVerifiedWithThePublicKeyFile() throws Exception {
        SigningKey key = SigningKey.in(directory);
        String token = tokens(key).issue("ann", "acme", List.of("user"), Duration.ofMinutes(5));

        SignedJWT parsed = SignedJWT.parse(token);
        String pem = Files.readString(key.publicFile()).replaceAll("-----[A-Z ]+-----", "");
        ECPublicKey published = (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        assertThat(parsed.verify(new ECDSAVerifier(published))).isTrue();
        JWTClaimsSet claims = parsed.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("um");
        assertThat(claims.getAudience()).containsExactly("um");
        assertThat(claims.getSubject()).isEqualTo("ann");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("acme");
        assertThat(claims.getStringListClaim("groups")).containsExactly("user");
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void theKeyStaysTheSameAndItsPrivateHalfIsTheOwnersAlone() throws Exception {
        SigningKey first = SigningKey.in(directory);

        assertThat(SigningKey.in(directory)).isEqualTo(first);
        Path file = directory.resolve("token-signing-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static Tokens tokens(SigningKey key) {
        return new Tokens(key, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
