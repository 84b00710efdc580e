package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A user's own sessions. */
@ApplicationScoped
@Path("/auth/sessions")
@Tag(name = "Identity")
public class SessionResource {
    private Sessions sessions;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected SessionResource() {}

    @Inject
    public SessionResource(Sessions sessions, JsonWebToken token) {
        this.sessions = sessions;
        this.token = token;
    }

    /** The sessions that go on: 200. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listSessions", summary = "List one's own sessions")
    @APIResponse(
            responseCode = "200",
            description = "At most a hundred.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SessionAnswer.All.class)))
    public SessionAnswer.All list() {
        CurrentUser user = CurrentUser.of(token);
        return Refusals.stored(() -> new SessionAnswer.All(sessions.alive(user.account()).stream()
                .map(session -> SessionAnswer.of(session, user.session()))
                .toList()));
    }

    /** Ends a session: 204, or 404 if none of the user's goes on that has this id. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "endSession", summary = "End one of one's own sessions")
    @APIResponse(responseCode = "204", description = "It has ended; its tokens are refused within a second.")
    @APIResponse(responseCode = "404", description = "There is no such session, or it has ended.")
    public void end(@Parameter(description = "The session's id.") @PathParam("id") String id) {
        CurrentUser user = CurrentUser.of(token);
        UUID session = uuid(id);
        if (!Refusals.stored(() -> sessions.end(user.account(), session, "user"))) {
            throw notFound();
        }
    }

    /** Ends all sessions, that of the request too: 204. */
    @DELETE
    @Operation(operationId = "endSessions", summary = "End all of one's own sessions")
    @APIResponse(responseCode = "204", description = "They have ended; their tokens are refused within a second.")
    public void endAll() {
        CurrentUser user = CurrentUser.of(token);
        Refusals.stored(() -> sessions.endAll(user.account(), null, "user"));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such session."));
    }
}
