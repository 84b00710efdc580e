package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An application that is to be made. */
@Schema(name = "ApplicationRequest", description = "An application to be made.")
public record ApplicationRequest(
        @Schema(description = "Whose; one's own tenant by default.") @Nullable
        String tenant,

        @Schema(required = true, description = "Unique among its tenant's clients; users see it where they log in.")
        String name,

        @Schema(
                description =
                        "Whether it keeps a secret, as one on a server does; by default not. It stays what it is made as.")
        boolean confidential,

        @Schema(required = true, description = "Where the browser is sent with a code: 1 to 20, compared as text.")
        List<String> redirectUris,

        @Schema(description = "Where the browser may be sent after a logout, compared as text.")
        List<String> postLogoutRedirectUris,

        @Schema(
                description =
                        "What it may ask for: openid, profile and email by default; offline_access for refresh tokens;"
                                + " role:<name> lends it that role of its user's; any other is the tenant's own.")
        Set<String> scopes)
        implements ClientRequests.Wish<Application> {

    static ApplicationRequest read(Section in) {
        List<String> redirects = ApplicationAddresses.read(in, ApplicationAddresses.REDIRECT);
        if (redirects.isEmpty()) {
            in.violation(ApplicationAddresses.REDIRECT, "expected one URI at least");
        }
        return new ApplicationRequest(
                in.text("tenant"),
                ServiceAccountRequest.name(in),
                in.flag("confidential", false),
                redirects,
                ApplicationAddresses.read(in, ApplicationAddresses.POST_LOGOUT),
                Rights.applicationScopes(in));
    }

    @Override
    public Application of(UUID id, TenantId tenant, Instant now) {
        return new Application(
                new RegisteredClient(id, tenant, name, Set.of(), scopes, false, null, now, now),
                confidential,
                redirectUris,
                postLogoutRedirectUris);
    }
}
