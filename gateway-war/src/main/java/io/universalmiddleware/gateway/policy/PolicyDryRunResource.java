package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A version, tried on what the policy was asked lately. */
@ApplicationScoped
@Path("/policies/{id}/dry-run")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: policies")
public class PolicyDryRunResource {
    private PolicyCaller caller;
    private StoringPolicies store;
    private StoringQuestions questions;
    private Trying trying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyDryRunResource() {}

    @Inject
    public PolicyDryRunResource(PolicyCaller caller, StoringPolicies store, StoringQuestions questions, Trying trying) {
        this.caller = caller;
        this.store = store;
        this.questions = questions;
        this.trying = trying;
    }

    /** Tries it: 200, or 400, 404, 503. Nothing changes. */
    @POST
    @Operation(
            operationId = "dryRunPolicy",
            summary = "Tell who would gain and who would lose by a version",
            description =
                    "Compares what it decides with what is decided now, for a sample of the questions of the last days; for ten seconds at most.")
    @APIResponse(
            responseCode = "200",
            description = "What would be decided otherwise.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DryRunReport.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    @APIResponse(responseCode = "503", description = "Other versions are tried.")
    public DryRunReport run(
            @Parameter(description = "The version's number; 0 is the policy that comes with the platform.")
                    @PathParam("id")
                    String id,
            @Parameter(description = "At most so many changes, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        caller.operator();
        long version = PolicyCaller.version(id);
        int most = PageParameters.limit(limit);
        @Nullable Integer from = PageParameters.cursor(cursor, PolicyDryRunResource::place);
        PolicyContent content = Stored.call(Activating.AWAY, () -> store.content(version));
        List<RecordedQuestion> recorded = Stored.call(Activating.AWAY, questions::latest);
        return trying.dryRun(content, recorded).page(from == null ? 0 : from, most);
    }

    private static Optional<Integer> place(String text) {
        return text.matches("[0-9]{1,6}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
