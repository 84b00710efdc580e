package io.universalmiddleware.gateway.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final String ISSUER = "https://id.example.org";

    @Test
    void aStrictClientOfEitherSpecificationTakesThem() throws Exception {
        String json = new ObjectMapper().writeValueAsString(Metadata.of(ISSUER));

        OIDCProviderMetadata provider = OIDCProviderMetadata.parse(json);

        assertThat(provider.getIssuer().getValue()).isEqualTo(ISSUER);
        assertThat(provider.getUserInfoEndpointURI()).hasToString(ISSUER + "/oauth2/userinfo");
        assertThat(provider.getEndSessionEndpointURI()).hasToString(ISSUER + "/oauth2/logout");
        assertThat(provider.supportsAuthorizationResponseIssuerParam()).isTrue();
        assertThat(AuthorizationServerMetadata.parse(json).getAuthorizationEndpointURI())
                .hasToString(ISSUER + "/oauth2/authorize");
    }
}
