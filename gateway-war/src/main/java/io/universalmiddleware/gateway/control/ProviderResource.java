package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The OpenID providers that users of tenants log in with. Whoever changes one lets others in: a second factor is asked for. */
@ApplicationScoped
@Path("/providers")
@Tag(name = "Edge: providers", description = "OpenID providers that users of tenants log in with.")
public class ProviderResource extends EntriesResource {
    private ProvingPresence presence;

    /** For the client proxy. */
    @SuppressWarnings({"NullAway", "NullAway.Init"})
    protected ProviderResource() {
        super(Kind.PROVIDER, null);
    }

    @Inject
    public ProviderResource(ControlPlane control, ProvingPresence presence) {
        super(Kind.PROVIDER, control);
        this.presence = presence;
    }

    @Override
    void beforeChange() {
        presence.require();
    }
}
