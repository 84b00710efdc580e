package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.identity.profile.Profiles.Owned;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A user's own profile. */
@ApplicationScoped
@Path("/auth/profile")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class ProfileResource {
    private Profiles profiles;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProfileResource() {}

    @Inject
    public ProfileResource(Profiles profiles, JsonWebToken token) {
        this.profiles = profiles;
        this.token = token;
    }

    /** What one says about oneself: 200. */
    @GET
    @Operation(operationId = "readProfile", summary = "Read one's own profile")
    @APIResponse(
            responseCode = "200",
            description = "The profile, with its ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProfileAnswer.class)))
    public Response read() {
        CurrentUser user = CurrentUser.of(token);
        return tagged(Refusals.stored(() -> profiles.read(user.account())));
    }

    /** Changes it by merge patch: 200, or 400, 412. */
    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(operationId = "changeProfile", summary = "Change one's own profile")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProfileChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The profile as it is now, with its ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProfileAnswer.class)))
    @APIResponse(responseCode = "400", description = "A field is not valid, unknown or read-only.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response change(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, InputStream body)
            throws IOException {
        CurrentUser user = CurrentUser.of(token);
        ProfileChange change = Body.read(body, ProfileChange::read);
        return tagged(Refusals.stored(() -> profiles.change(user.account(), ifMatch, change)));
    }

    private static Response tagged(Owned owned) {
        return Response.ok(ProfileAnswer.of(owned))
                .header(HttpHeaders.ETAG, Precondition.etag(owned.edition()))
                .build();
    }
}
