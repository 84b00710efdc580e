package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.identity.request.Body;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes a version the active one; an older one too, which is rolling back. */
@ApplicationScoped
@Path("/policies/{id}/activate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: policies")
public class PolicyActivationResource {
    private PolicyCaller caller;
    private Activating activating;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyActivationResource() {}

    @Inject
    public PolicyActivationResource(PolicyCaller caller, Activating activating) {
        this.caller = caller;
        this.activating = activating;
    }

    /** Activates it: 200, or 400, 401, 404, 409, 412, 503. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "activatePolicy",
            summary = "Activate a version, or roll back to one",
            description =
                    "Its test cases must pass, and whoever activates it must be allowed by it to change the policy again. 0 is the policy"
                            + " that comes with the platform. Every process decides by it within about a second.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Activation.Request.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is active.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Activation.class)))
    @APIResponse(responseCode = "400", description = "The body is not valid.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    @APIResponse(responseCode = "409", description = "Something speaks against it; the answer says what.")
    @APIResponse(responseCode = "412", description = "Another version is active than the body says.")
    @APIResponse(responseCode = "503", description = "Other versions are tried.")
    public Activation activate(
            @Parameter(description = "The version's number.") @PathParam("id") String id, InputStream body)
            throws IOException {
        Administrator by = caller.steppedUp();
        long version = PolicyCaller.version(id);
        Activation.Request request = Body.read(body, Activation.Request::read);
        return Activation.of(
                activating.activate(by, caller.asking("activatePolicy"), version, request.replaces(), request.note()));
    }
}
