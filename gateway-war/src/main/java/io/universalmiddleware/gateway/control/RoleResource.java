package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The roles of tenants' own. Whoever changes one gives rights: a second factor is asked for. */
@ApplicationScoped
@Path("/roles")
@Tag(name = "Edge: roles", description = "Roles of tenants' own, and the operations that each grants.")
public class RoleResource extends EntriesResource {
    private ProvingPresence presence;

    /** For the client proxy. */
    @SuppressWarnings({"NullAway", "NullAway.Init"})
    protected RoleResource() {
        super(Kind.ROLE, null);
    }

    @Inject
    public RoleResource(ControlPlane control, ProvingPresence presence) {
        super(Kind.ROLE, control);
        this.presence = presence;
    }

    @Override
    void beforeChange() {
        presence.require();
    }
}
