package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a user: what is absent stays. */
@Schema(name = "UserChange", description = "What is absent stays.")
public record UserChange(
        @Schema(description = "All roles, at most 50.") @Nullable
        Set<String> roles,

        @Schema(description = "Whether the user is kept out.") @Nullable
        Boolean disabled) {
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final int MOST = 50;

    static UserChange read(Section in) {
        List<String> roles = in.texts("roles");
        if (roles.size() > MOST) {
            in.violation("roles", "expected at most " + MOST + " roles");
        }
        for (int i = 0; i < roles.size(); i++) {
            if (!ROLE.matcher(roles.get(i)).matches()) {
                in.violation("roles", i, "expected a role: a-z, 0-9 and -, at most 63 characters");
            }
        }
        return new UserChange(
                in.has("roles") ? new HashSet<>(roles) : null,
                in.has("disabled") ? Boolean.valueOf(in.flag("disabled", false)) : null);
    }

    Set<String> rolesOr(Set<String> present) {
        return Optional.ofNullable(roles).orElse(present);
    }

    boolean disabledOr(boolean present) {
        return disabled == null ? present : disabled;
    }
}
