package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.enrolment.Enrolling;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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

/** A user's own second factor. */
@ApplicationScoped
@Path("/auth/mfa")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class SecondFactorResource {
    private Enrolling enrolling;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected SecondFactorResource() {}

    @Inject
    public SecondFactorResource(Enrolling enrolling, SteppingUp steppingUp, JsonWebToken token) {
        this.enrolling = enrolling;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** Whether one's logins ask for it: 200. */
    @GET
    @Operation(operationId = "readSecondFactor", summary = "Read whether one's logins ask for a second factor")
    @APIResponse(
            responseCode = "200",
            description = "Whether there is one, since when, and how many recovery codes are left.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SecondFactorAnswer.class)))
    public SecondFactorAnswer read() {
        CurrentUser user = CurrentUser.of(token);
        return SecondFactorAnswer.of(Refusals.stored(() -> enrolling.state(user.account())));
    }

    /** Offers a secret for an authenticator: 200. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "enrolSecondFactor",
            summary = "Begin to set up a second factor",
            description = "It counts once a code of it has confirmed it, within fifteen minutes.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EnrolmentRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The secret, as text, as URI and as QR code.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SecondFactorAnswer.Offer.class)))
    @APIResponse(responseCode = "401", description = "The password is another one.")
    @APIResponse(responseCode = "409", description = "There is a second factor already.")
    @APIResponse(responseCode = "429", description = "Too many wrong passwords.")
    public Response enrol(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        EnrolmentRequest sent = Body.read(body, EnrolmentRequest::read);
        return Unkept.ok(SecondFactorAnswer.Offer.of(
                Refusals.stored(() -> enrolling.offer(user, sent.password(), address(headers)))));
    }

    /** Sets it up: 200 with the recovery codes. One's other sessions end. */
    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "confirmSecondFactor",
            summary = "Set up the second factor that was offered",
            description = "One's other sessions end.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EnrolmentCode.class)))
    @APIResponse(
            responseCode = "200",
            description = "The recovery codes, which are not shown again.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SecondFactorAnswer.Codes.class)))
    @APIResponse(responseCode = "400", description = "The code is not of a secret that was offered just now.")
    @APIResponse(responseCode = "429", description = "Too many wrong codes.")
    public Response confirm(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        EnrolmentCode sent = Body.read(body, EnrolmentCode::read);
        return Unkept.ok(new SecondFactorAnswer.Codes(
                Refusals.stored(() -> enrolling.confirm(user, sent.code(), address(headers)))));
    }

    /** Puts other recovery codes in the place of those there are: 200. */
    @POST
    @Path("/recovery-codes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "renewRecoveryCodes", summary = "Replace one's recovery codes")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FactorShown.class)))
    @APIResponse(
            responseCode = "200",
            description = "The recovery codes, which are not shown again; those of before count no more.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SecondFactorAnswer.Codes.class)))
    @APIResponse(responseCode = "401", description = "The code does not count, or the login is too old.")
    @APIResponse(responseCode = "429", description = "Too many wrong codes.")
    public Response renew(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.require(token);
        FactorShown sent = Body.read(body, FactorShown::read);
        return Unkept.ok(new SecondFactorAnswer.Codes(
                Refusals.stored(() -> enrolling.renewRecoveryCodes(user, sent.shown(), address(headers)))));
    }

    /** Removes it: 204. One's other sessions end. */
    @POST
    @Path("/disable")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "disableSecondFactor",
            summary = "Remove one's second factor",
            description = "One's other sessions end.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FactorShown.class)))
    @APIResponse(responseCode = "204", description = "Logins ask for the password alone.")
    @APIResponse(responseCode = "401", description = "The code does not count, or the login is too old.")
    @APIResponse(responseCode = "429", description = "Too many wrong codes.")
    public Response disable(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.require(token);
        FactorShown sent = Body.read(body, FactorShown::read);
        Refusals.done(() -> enrolling.remove(user, sent.shown(), address(headers)));
        return Response.noContent().build();
    }

    private static String address(HttpHeaders headers) {
        return Client.of(headers).address();
    }
}
