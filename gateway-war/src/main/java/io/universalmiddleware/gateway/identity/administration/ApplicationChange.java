package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of an application: what is absent stays, what is null is as if it had never been said. */
@Schema(name = "ApplicationChange", description = "A merge patch: what is absent stays, what is null goes.")
public record ApplicationChange(
        @Schema(description = "All of them, 1 to 20.") @Nullable
        List<String> redirectUris,

        @Schema(description = "All of them, at most 20.") @Nullable
        List<String> postLogoutRedirectUris,

        @Schema(description = "All scopes, at most 50.") @Nullable
        Set<String> scopes,

        @Schema(description = "Whether it is kept out.") @Nullable
        Boolean disabled) {

    static ApplicationChange read(Section in) {
        List<String> redirects = ApplicationAddresses.read(in, ApplicationAddresses.REDIRECT);
        if (in.isSaid(ApplicationAddresses.REDIRECT) && redirects.isEmpty()) {
            in.violation(ApplicationAddresses.REDIRECT, "expected one URI at least");
        }
        List<String> afterLogout = ApplicationAddresses.read(in, ApplicationAddresses.POST_LOGOUT);
        Set<String> scopes = Rights.applicationScopes(in);
        return new ApplicationChange(
                in.isSaid(ApplicationAddresses.REDIRECT) ? redirects : null,
                in.isSaid(ApplicationAddresses.POST_LOGOUT) ? afterLogout : null,
                in.isSaid("scopes") ? scopes : null,
                in.isSaid("disabled") ? Boolean.valueOf(in.flag("disabled", false)) : null);
    }

    public Application of(Application before, Instant now) {
        RegisteredClient client = before.client();
        return new Application(
                new RegisteredClient(
                        client.id(),
                        client.tenant(),
                        client.name(),
                        client.roles(),
                        Optional.ofNullable(scopes).orElse(client.scopes()),
                        disabled == null ? client.disabled() : disabled,
                        client.expiresAt(),
                        client.createdAt(),
                        now),
                before.confidential(),
                Optional.ofNullable(redirectUris).orElse(before.redirectUris()),
                Optional.ofNullable(postLogoutRedirectUris).orElse(before.postLogoutRedirectUris()));
    }
}
