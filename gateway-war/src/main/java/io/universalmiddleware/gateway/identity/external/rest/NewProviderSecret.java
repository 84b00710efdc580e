package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the platform is to show a provider. */
@Schema(name = "ProviderSecret", description = "The secret that the provider gave the platform as its client.")
public record NewProviderSecret(
        @Schema(required = true, description = "1 to 1,000 printable ASCII characters.")
        String secret) {
    private static final int LONGEST = 1_000;

    static NewProviderSecret read(Section in) {
        String secret = in.required("secret");
        if (secret.length() > LONGEST || !secret.chars().allMatch(c -> c >= ' ' && c < 127)) {
            in.violation("secret", "expected at most " + LONGEST + " printable ASCII characters");
        }
        return new NewProviderSecret(secret);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "provider secret";
    }
}
