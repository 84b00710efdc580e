package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenants. */
@ApplicationScoped
@Path("/tenants")
@Tag(name = "Edge: tenants", description = "Organisations whose traffic comes in at the edge: slug, name, domains.")
public class TenantResource extends EntriesResource {

    /** For the client proxy. */
    @SuppressWarnings("NullAway")
    protected TenantResource() {
        super(Kind.TENANT, null);
    }

    @Inject
    public TenantResource(ControlPlane control) {
        super(Kind.TENANT, control);
    }
}
