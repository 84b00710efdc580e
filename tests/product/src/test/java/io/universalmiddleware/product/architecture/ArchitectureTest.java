package io.universalmiddleware.product.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the edges between modules as an allow-list, and forbids cycles and junk drawers inside them. */
class ArchitectureTest {
    private static final String ROOT = "io.universalmiddleware.";

    /** Who may import whom, by the first package below the root; everyone may import itself. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("contracts", Set.of()),
            Map.entry("token", Set.of("contracts")),
            Map.entry("policy", Set.of("contracts")),
            Map.entry("persistence", Set.of("contracts")),
            Map.entry("command", Set.of("contracts", "persistence", "policy")),
            Map.entry("processor", Set.of("contracts", "persistence")),
            Map.entry("cache", Set.of("contracts", "persistence")),
            Map.entry("hub", Set.of("contracts", "policy", "token")),
            Map.entry("gateway", Set.of("contracts", "persistence", "policy", "token")),
            Map.entry("gopro", Set.of("contracts")),
            Map.entry("configuration", Set.of("contracts")),
            Map.entry("runtime", Set.of("contracts", "policy", "token")),
            Map.entry("messaging", Set.of()),
            Map.entry("stores", Set.of()),
            Map.entry("launcher", Set.of("contracts", "stores")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ALLOWED.keySet().stream().map(m -> ROOT + m).toArray(String[]::new));

    static Stream<String> modules() {
        return ALLOWED.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void importsOnlyWhatItMay(String module) {
        Set<String> imported = in(module)
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(d -> d.getTargetClass().getBaseComponentType().getName())
                .filter(name -> name.startsWith(ROOT))
                .map(ArchitectureTest::moduleOf)
                .filter(other -> !other.equals(module))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ALLOWED.get(module)).as("what %s may import", module).containsAll(imported);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isThere(String module) {
        assertThat(in(module)).as("classes of %s", module).isNotEmpty();
    }

    @Test
    void contractsNeedNothingButTheJdkAndAnnotations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "contracts..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + "contracts..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void theEdgeAndTheHubNeverTouchAStoreOfRecords() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "gateway..", ROOT + "hub..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void ofTheGatewayOnlyControlAnalyticsWebhooksAuditIdentityAndPolicyKnowWhatIsStored() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "gateway..")
                .and()
                .resideOutsideOfPackages(
                        ROOT + "gateway.control..",
                        ROOT + "gateway.analytics..",
                        ROOT + "gateway.webhook..",
                        ROOT + "gateway.audit..",
                        ROOT + "gateway.identity..",
                        ROOT + "gateway.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "persistence..")
                .check(CLASSES);
    }

    /** To ask a fault for its SQLSTATE is not to speak SQL. */
    @Test
    void onlyPersistenceSpeaksSql() {
        noClasses()
                .that()
                .resideInAPackage("io.universalmiddleware..")
                .and()
                .resideOutsideOfPackages(ROOT + "persistence..", ROOT + "stores..", ROOT + "launcher..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java.sql..", "org.postgresql..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(SQLException.class))))
                .check(CLASSES);
    }

    @Test
    void packagesOfAModuleFormNoCycle() {
        slices().matching(ROOT + "(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageIsAJunkDrawer() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..impl..")
                .check(CLASSES);
    }

    private static Stream<JavaClass> in(String module) {
        return CLASSES.stream().filter(c -> moduleOf(c.getName()).equals(module));
    }

    private static String moduleOf(String className) {
        return Arrays.stream(className.substring(ROOT.length()).split("\\."))
                .findFirst()
                .orElseThrow();
    }
}
