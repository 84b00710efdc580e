package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which version was active when, and by which each process decides. */
@ApplicationScoped
@Path("/policies/activations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: policies")
public class PolicyHistoryResource {
    private PolicyCaller caller;
    private StoringPolicies store;
    private StoredPolicySource nodes;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyHistoryResource() {}

    @Inject
    public PolicyHistoryResource(PolicyCaller caller, StoringPolicies store, StoredPolicySource nodes) {
        this.caller = caller;
        this.store = store;
        this.nodes = nodes;
    }

    /** A page, last first: 200. */
    @GET
    @Operation(operationId = "listPolicyActivations", summary = "List which version was active when, last first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Activation.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public Activation.Page list(
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        caller.operator();
        int most = PageParameters.limit(limit);
        @Nullable Long before = PageParameters.cursor(cursor, PageParameters::number);
        List<PolicyActivation> found = Stored.call(
                Activating.AWAY, () -> store.activations(before == null ? Long.MAX_VALUE : before, most + 1));
        Page<PolicyActivation> page = Page.of(found, most);
        return new Activation.Page(
                page.told(Activation::of), page.next(activation -> Long.toString(activation.number())));
    }

    /** Every process that spoke in the last day: 200. */
    @GET
    @Path("/nodes")
    @Operation(operationId = "listPolicyNodes", summary = "List the processes and the activation by which each decides")
    @APIResponse(
            responseCode = "200",
            description = "The processes, by name.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Activation.Nodes.class)))
    public Activation.Nodes nodes() {
        caller.operator();
        return Stored.call(
                Activating.AWAY,
                () -> new Activation.Nodes(
                        store.last().map(PolicyActivation::number).orElse(0L),
                        nodes.nodes().stream().map(Activation.Node::of).toList()));
    }
}
