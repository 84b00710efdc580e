package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.Account;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user as administrators see it. */
@Schema(name = "User", description = "A user of a tenant.")
public record UserAnswer(
        UUID id,
        String tenant,
        String email,
        List<String> roles,

        @Schema(description = "Whether the user is kept out.")
        boolean disabled,

        @Schema(description = "When the address was verified; absent until then.") @Nullable
        Instant verifiedAt,

        @Schema(description = "Another with every change; the ETag has it.")
        long revision,

        Instant createdAt,
        Instant changedAt) {

    static UserAnswer of(Account account) {
        return new UserAnswer(
                account.id(),
                account.tenant().value(),
                account.email(),
                account.roles().stream().sorted().toList(),
                account.disabled(),
                account.verifiedAt(),
                account.revision(),
                account.createdAt(),
                account.changedAt());
    }

    /** A page of users. */
    @Schema(name = "Users", description = "A page.")
    public record Page(
            List<UserAnswer> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}
}
