package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The limits. */
@ApplicationScoped
@Path("/limits")
@Tag(name = "Edge: limits", description = "Bounds on requests, of a tenant or of the whole platform.")
public class LimitResource extends EntriesResource {

    /** For the client proxy. */
    @SuppressWarnings("NullAway")
    protected LimitResource() {
        super(Kind.LIMIT, null);
    }

    @Inject
    public LimitResource(ControlPlane control) {
        super(Kind.LIMIT, control);
    }
}
