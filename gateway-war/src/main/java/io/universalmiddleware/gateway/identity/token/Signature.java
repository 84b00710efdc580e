package io.universalmiddleware.gateway.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Signs claims by ES256 as a token of a type. */
final class Signature {
    /** RFC 9068, section 2.1. */
    static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private Signature() {}

    static String sign(JOSEObjectType type, JWTClaimsSet claims, ECKey key) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(type)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("a signing key cannot sign", unusable);
        }
        return token.serialize();
    }
}
