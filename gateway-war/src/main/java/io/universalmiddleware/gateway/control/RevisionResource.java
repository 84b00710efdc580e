package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.configuration.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The history of the configuration. */
@ApplicationScoped
@Path("/revisions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: config")
public class RevisionResource {
    private ControlPlane control;
    private ReadingHistory reading;
    private ApplyingConfiguration applying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RevisionResource() {}

    @Inject
    public RevisionResource(ControlPlane control, ReadingHistory reading, ApplyingConfiguration applying) {
        this.control = control;
        this.reading = reading;
        this.applying = applying;
    }

    /** A page, last first: 200. */
    @GET
    @Operation(
            operationId = "listRevisions",
            summary = "List revisions, last first",
            description = "Whoever does not manage every tenant sees what became of their own tenant's entries.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.RevisionPage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public Told.RevisionPage list(
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        Administrator by = control.caller();
        int most = PageParameters.limit(limit);
        @Nullable Long before = PageParameters.cursor(cursor, PageParameters::number);
        Page<Revision> page =
                Page.of(Stored.call(() -> reading.list(by, before == null ? Long.MAX_VALUE : before, most + 1)), most);
        return new Told.RevisionPage(
                page.told(revision -> Told.told(by, revision)),
                page.next(revision -> Long.toString(revision.number())));
    }

    /** One: 200, or 404. */
    @GET
    @Path("/{number}")
    @Operation(operationId = "readRevision", summary = "Read a revision: who, when, and each difference")
    @APIResponse(
            responseCode = "200",
            description = "The revision.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.RevisionTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    public Told.RevisionTold read(@PathParam("number") String number) {
        Administrator by = control.caller();
        long wanted = PageParameters.number(number).orElseThrow(() -> Refusing.noRevision(number));
        return Told.told(
                by, Stored.call(() -> reading.find(by, wanted)).orElseThrow(() -> Refusing.noRevision(number)));
    }

    /** Makes the configuration what it was as of one: 200, or 404, 409. */
    @POST
    @Path("/{number}/rollback")
    @Operation(
            operationId = "rollBack",
            summary = "Roll the whole configuration back to a revision",
            description =
                    "That is a revision of its own; 0 is before the first. For those alone who manage every tenant.")
    @APIResponse(
            responseCode = "200",
            description = "What it changed, or would change.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.Applied.class)))
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    public Told.Applied rollBack(
            @PathParam("number") String number,
            @Parameter(description = "true tells the outcome and changes nothing.") @QueryParam("dryRun") @Nullable
                    String dryRun,
            @Parameter(description = "Why, for the history.") @QueryParam("note") @Nullable String note) {
        Administrator by = control.caller();
        if (!by.ofAll()) {
            throw new ProblemException(Problem.of(
                    ProblemType.FORBIDDEN,
                    "The whole configuration is for those to roll back who manage every tenant."));
        }
        long wanted = PageParameters.number(number).orElseThrow(() -> Refusing.noRevision(number));
        boolean dry = ConfigurationResource.flag(dryRun);
        @Nullable String why = ConfigurationResource.note(note);
        return ConfigurationResource.told(
                control, () -> applying.rollBack(by, wanted, why, dry).orElseThrow(() -> Refusing.noRevision(number)));
    }
}
