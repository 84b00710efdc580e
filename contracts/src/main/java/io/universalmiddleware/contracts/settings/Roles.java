package io.universalmiddleware.contracts.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The roles that this process plays. A role that is off starts no listener, consumer, relay or timer. */
public record Roles(Set<Role> active) {

    /** Which roles: a comma-separated list. */
    public static final Setting<Roles> SETTING = new Setting<>(
            "um.roles",
            "list",
            "gateway,command,processor,cache,hub",
            true,
            false,
            "The roles this process plays, of gateway, command, processor, cache and hub.",
            Roles::parse);

    public Roles {
        active = Set.copyOf(active);
    }

    public boolean has(Role role) {
        return active.contains(role);
    }

    private static Roles parse(String text) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : text.split(",")) {
            roles.add(Arrays.stream(Role.values())
                    .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected a comma-separated list of gateway, command, processor, cache, hub")));
        }
        return new Roles(roles);
    }
}
