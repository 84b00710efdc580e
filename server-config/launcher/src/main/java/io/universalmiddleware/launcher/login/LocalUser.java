package io.universalmiddleware.launcher.login;

import io.universalmiddleware.contracts.id.TenantId;

/** A local user is one whose password the installation itself knows: nobody else can log in as one, and nobody has to remember it. */
public record LocalUser(TenantId tenant, String email, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return email + " of tenant " + tenant.value();
    }
}
