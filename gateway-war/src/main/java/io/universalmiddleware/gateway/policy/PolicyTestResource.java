package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.policy.PolicyContent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The test cases of a version, run. */
@ApplicationScoped
@Path("/policies/{id}/test")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: policies")
public class PolicyTestResource {
    private PolicyCaller caller;
    private StoringPolicies store;
    private Trying trying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyTestResource() {}

    @Inject
    public PolicyTestResource(PolicyCaller caller, StoringPolicies store, Trying trying) {
        this.caller = caller;
        this.store = store;
        this.trying = trying;
    }

    /** Runs them: 200 whether they pass or not, or 404, 503. */
    @POST
    @Operation(
            operationId = "testPolicy",
            summary = "Run a version's test cases",
            description = "By what it grants itself: no tenant's own roles.")
    @APIResponse(
            responseCode = "200",
            description = "What became of each.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TestReport.class)))
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    @APIResponse(responseCode = "503", description = "Other versions are tried.")
    public TestReport run(@Parameter(description = "The version's number.") @PathParam("id") String id) {
        caller.operator();
        long version = PolicyCaller.version(id);
        PolicyContent content =
                Stored.call(Activating.AWAY, () -> store.find(version)).policy().content();
        return trying.test(content);
    }
}
