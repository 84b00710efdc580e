package io.universalmiddleware.product.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A forger makes tokens that look right and must not be taken. */
public final class Forger {
    private final Path keys;
    private final String tenant;
    private final URI canary;

    /** @param keys directory of the platform's signing keys; @param canary where nobody must ever call */
    public Forger(Path keys, String tenant, URI canary) {
        this.keys = keys;
        this.tenant = tenant;
        this.canary = canary;
    }

    /** Tokens by what is wrong with them. */
    public Map<String, String> tokens() throws IOException, JOSEException {
        ECKey ours = signingKey();
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
        JWSSigner own = new ECDSASigner(ours);
        JWSSigner other = new ECDSASigner(foreign);

        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no signature", new PlainJWT(claims(c -> {})).serialize());
        tokens.put("foreign key", signed(header().build(), claims(c -> {}), other));
        tokens.put("foreign kid", signed(header().keyID("../../etc/passwd").build(), claims(c -> {}), other));
        tokens.put("embedded key", signed(header().jwk(foreign.toPublicJWK()).build(), claims(c -> {}), other));
        tokens.put("key by address", signed(header().jwkURL(canary).build(), claims(c -> {}), other));
        tokens.put("certificate by address", signed(header().x509CertURL(canary).build(), claims(c -> {}), other));
        tokens.put("public key as shared secret", sharedSecret());
        tokens.put(
                "other type",
                signed(header().type(new JOSEObjectType("logout+jwt")).build(), claims(c -> {}), own));
        tokens.put("expired", signed(header().build(), claims(c -> c.expirationTime(at(-3600))), own));
        tokens.put("no expiry", signed(header().build(), claims(c -> c.expirationTime(null)), own));
        tokens.put("not yet valid", signed(header().build(), claims(c -> c.notBeforeTime(at(3600))), own));
        tokens.put("other issuer", signed(header().build(), claims(c -> c.issuer("someone")), own));
        tokens.put("no issuer", signed(header().build(), claims(c -> c.issuer(null)), own));
        tokens.put("other audience", signed(header().build(), claims(c -> c.audience("someone")), own));
        String right = signed(header().build(), claims(c -> {}), own);
        String[] parts = right.split("\\.");
        tokens.put(
                "claims of another",
                parts[0] + "."
                        + claims(c -> c.claim("tenant", "victim")).toPayload().toBase64URL() + "." + parts[2]);
        tokens.put("signature cut", parts[0] + "." + parts[1] + ".");
        tokens.put("no token", "abc");
        tokens.put("empty", "");
        tokens.put("very long", "a".repeat(6000));
        return tokens;
    }

    /** A token with our signature whose claims are changed. */
    public String ours(Consumer<JWTClaimsSet.Builder> change) throws IOException, JOSEException {
        ECKey key = signingKey();
        return signed(header().build(), claims(change), new ECDSASigner(key));
    }

    /** The platform's own, as only it can have it. */
    private ECKey signingKey() throws IOException {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECPublicKey open = (ECPublicKey)
                    factory.generatePublic(new X509EncodedKeySpec(pem(keys.resolve("token-public-key.pem"))));
            ECPrivateKey hidden = (ECPrivateKey)
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pem(keys.resolve("token-signing-key.pem"))));
            return new ECKey.Builder(Curve.P_256, open).privateKey(hidden).build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static byte[] pem(Path file) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
    }

    private String sharedSecret() throws IOException, JOSEException {
        byte[] secret = Files.readString(keys.resolve("token-public-key.pem")).getBytes(StandardCharsets.US_ASCII);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        return signed(header, claims(c -> {}), new MACSigner(secret));
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("um")
                .audience("um")
                .subject("ann")
                .claim("upn", "ann")
                .claim("tenant", tenant)
                .claim("groups", List.of("admin", "user"))
                .issueTime(at(-10))
                .expirationTime(at(3600))
                .jwtID("forged");
        change.accept(claims);
        return claims.build();
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static Date at(long secondsFromNow) {
        return Date.from(Instant.now().plusSeconds(secondsFromNow));
    }
}
