package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode.Answer;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.request.Client;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A provider's answer, as the browser brought it to the application's redirect URI. */
@Schema(
        name = "ProviderAnswer",
        description = "The parameters with which the provider sent the browser back, and the login.")
public record ProviderAnswer(
        @Schema(required = true, description = "What beginning answered.")
        String login,

        @Schema(required = true) String code,
        @Schema(required = true) String state,

        @Schema(description = "If the provider sent it (RFC 9207).") @Nullable
        String iss) {

    static ProviderAnswer read(Section in) {
        return new ProviderAnswer(in.required("login"), in.required("code"), in.required("state"), in.text("iss"));
    }

    /** @param account whose other identity it is to be; null for a login */
    Brought brought(TenantId tenant, @Nullable UUID account, Client client) {
        return new Brought(tenant, LoginTicket.of(login), state, new Answer(code, iss), account, client);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "answer of a provider";
    }
}
