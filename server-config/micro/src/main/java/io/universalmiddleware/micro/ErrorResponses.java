package io.universalmiddleware.micro;

import io.universalmiddleware.contracts.problem.Problem;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Says once, while the build makes the API's description, what holds for every operation: errors are problems, and a caller
 * without a valid token, tenant or role is refused. Those of the edge are the control plane's, which has a path of its own.
 */
public class ErrorResponses implements OASFilter {
    static final String ADMIN = "/admin/v1";

    private static final String PLATFORM = "/api/v1";
    private static final String EDGE = "Edge: ";

    private static final Map<String, String> EVERYWHERE = Map.of(
            "401", "No valid bearer token.",
            "403", "The bearer token names no tenant, or no role that may do this.");

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        EVERYWHERE.forEach((status, description) -> add(responses, status, description));
        if (reads(operation)) {
            add(responses, "400", "A parameter or the body is not valid.");
        }
        responses.getAPIResponses().forEach((status, response) -> {
            if (isError(status) && response.getContent() == null) {
                response.setContent(problem());
            }
        });
        return operation;
    }

    /** The scanner knows one application's path only, and puts all operations below that. */
    @Override
    public void filterOpenAPI(OpenAPI api) {
        Paths moved = OASFactory.createPaths();
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> moved.addPathItem(isEdge(item) ? admin(path) : path, item));
        api.setPaths(moved);
    }

    private static boolean isEdge(PathItem item) {
        return item.getOperations().values().stream()
                .flatMap(operation -> operation.getTags().stream())
                .anyMatch(tag -> tag.startsWith(EDGE));
    }

    private static String admin(String path) {
        return path.startsWith(PLATFORM) ? ADMIN + path.substring(PLATFORM.length()) : path;
    }

    private static void add(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    private static boolean reads(Operation operation) {
        return operation.getRequestBody() != null
                || (operation.getParameters() != null
                        && operation.getParameters().stream()
                                .anyMatch(parameter -> parameter.getIn() != Parameter.In.PATH));
    }

    private static boolean isError(String status) {
        return status.startsWith("4") || status.startsWith("5");
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem")));
    }
}
