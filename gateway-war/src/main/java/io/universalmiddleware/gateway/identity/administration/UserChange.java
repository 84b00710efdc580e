package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a user: what is absent stays, what is null is as if it had never been said. */
@Schema(name = "UserChange", description = "A merge patch: what is absent stays, what is null goes.")
public record UserChange(
        @Schema(description = "All roles, at most 50.") @Nullable
        Set<String> roles,

        @Schema(description = "Whether the user is kept out.") @Nullable
        Boolean disabled) {
    static UserChange read(Section in) {
        Set<String> roles = Rights.roles(in);
        return new UserChange(
                in.isSaid("roles") ? roles : null,
                in.isSaid("disabled") ? Boolean.valueOf(in.flag("disabled", false)) : null);
    }

    Set<String> rolesOr(Set<String> present) {
        return Optional.ofNullable(roles).orElse(present);
    }

    boolean disabledOr(boolean present) {
        return disabled == null ? present : disabled;
    }
}
