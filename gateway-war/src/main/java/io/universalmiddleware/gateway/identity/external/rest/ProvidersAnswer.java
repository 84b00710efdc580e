package io.universalmiddleware.gateway.identity.external.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The providers that a tenant's users may log in by. */
@Schema(name = "LoginProviders", description = "By name.")
public record ProvidersAnswer(List<Offered> items) {

    /** One of them. */
    @Schema(name = "LoginProvider", description = "A provider that users may log in by.")
    public record Offered(String name) {}
}
