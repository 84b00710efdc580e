package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The origins. */
@ApplicationScoped
@Path("/origins")
@RolesAllowed("admin")
@Tag(name = "Edge: origins", description = "Services behind the edge: targets, balancing, health.")
public class OriginResource extends EntriesResource {

    /** For the client proxy. */
    @SuppressWarnings("NullAway")
    protected OriginResource() {
        super(Kind.ORIGIN, null);
    }

    @Inject
    public OriginResource(ControlPlane control) {
        super(Kind.ORIGIN, control);
    }
}
