package io.universalmiddleware.product.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.policy.PolicyData;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes with the platform grants every operation of its resources and every act of the hub's to somebody, and nothing that is not there. */
class GrantsTest {
    private static final String ROOT = "io.universalmiddleware";
    private static final String PATH = "jakarta.ws.rs.Path";
    private static final String PERMIT_ALL = "jakarta.annotation.security.PermitAll";
    private static final String OPERATION = "org.eclipse.microprofile.openapi.annotations.Operation";
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");

    @Test
    void everyOperationIsGrantedAndEveryGrantIsAnOperation() throws IOException {
        assertThat(granted()).containsExactlyElementsOf(operations());
    }

    private static Set<String> operations() {
        Stream<String> ofResources = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages(ROOT)
                        .stream()
                        .filter(type -> type.isAnnotatedWith(PATH) && !type.isAnnotatedWith(PERMIT_ALL))
                        .flatMap(GrantsTest::operations);
        Stream<String> ofHub = Stream.of(HubAct.values()).map(HubAct::operation);
        return Stream.concat(ofResources, ofHub).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> operations(JavaClass resource) {
        return resource.getAllMethods().stream()
                .filter(method -> METHODS.stream().anyMatch(m -> method.isAnnotatedWith("jakarta.ws.rs." + m)))
                .filter(method -> !method.isAnnotatedWith(PERMIT_ALL))
                .map(method -> name(resource, method));
    }

    /** As {@code io.universalmiddleware.runtime.rest.Operations} has it. */
    private static String name(JavaClass resource, JavaMethod method) {
        return method.tryGetAnnotationOfType(OPERATION)
                .flatMap(annotation -> annotation.tryGetExplicitlyDeclaredProperty("operationId"))
                .map(Object::toString)
                .orElseGet(() -> method.getName() + resource.getSimpleName().replaceAll("Resource$", ""));
    }

    private static Set<String> granted() throws IOException {
        try (InputStream file = Objects.requireNonNull(PolicyData.class.getResourceAsStream("grants.json"))) {
            JsonNode grants = new ObjectMapper().readTree(file);
            Set<String> granted = new TreeSet<>();
            grants.path("operators").forEach(action -> granted.add(action.asText()));
            grants.path("roles")
                    .forEach(role ->
                            role.forEach(grant -> granted.add(grant.asText().split(":", 2)[0])));
            return granted;
        }
    }
}
