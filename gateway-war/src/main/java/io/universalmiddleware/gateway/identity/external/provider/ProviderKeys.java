package io.universalmiddleware.gateway.identity.external.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.Set;

/** A provider's keys by which its tokens are judged: RSA of at least 2,048 bits, or elliptic. */
record ProviderKeys(List<JWK> keys) {
    /** Of public keys alone: a client's secret signs nothing (RFC 8725, section 3.1). */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int LEAST_RSA_BITS = 2_048;

    ProviderKeys {
        keys = keys.stream()
                .filter(key -> !(key instanceof RSAKey) || key.size() >= LEAST_RSA_BITS)
                .toList();
    }

    JWSKeySelector<SecurityContext> selector() {
        return new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(new JWKSet(keys)));
    }
}
