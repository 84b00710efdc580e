package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The routes. */
@ApplicationScoped
@Path("/routes")
@Tag(name = "Edge: routes", description = "Which requests of a tenant go to which origin, and what is done with them.")
public class RouteResource extends EntriesResource {

    /** For the client proxy. */
    @SuppressWarnings("NullAway")
    protected RouteResource() {
        super(Kind.ROUTE, null);
    }

    @Inject
    public RouteResource(ControlPlane control) {
        super(Kind.ROUTE, control);
    }
}
