package io.universalmiddleware.product.opa;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.policy.OpaServer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The platform decides by a real server of the Open Policy Agent, which goes away and comes back; {@code -Dopa} is its binary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecidedByOpa {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String COMMANDS = "/api/v1/commands";

    private final int port = Ports.free();
    private OpaServer server;
    private final Product product;
    private final String tenant;

    DecidedByOpa() throws IOException, InterruptedException {
        this.server = started();
        this.product = Product.start(
                "opa",
                "-Dum.policy.engine=opa",
                "-Dum.policy.opa.url=" + server.address(),
                "-Dum.policy.opa.timeout=10s");
        this.tenant = product.freshTenant();
    }

    @BeforeAll
    void makeATenantWithARole() {
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant))
                .isStatus(201);
        newcomer("admin").post("/admin/v1/roles", """
                        {"tenant":"%s","name":"teacher","grants":["submitCommand:gopro.Create*"]}""".formatted(tenant)).isStatus(201);
    }

    @AfterAll
    void stop() {
        product.close();
        server.close();
    }

    @Test
    void theServerKnowsWhatRolesGrantAndDecidesByIt() {
        assertThat(new Caller(server.address(), null)
                        .get("/v1/data/um/tenants/" + tenant)
                        .body())
                .contains("{\"teacher\":{\"submitCommand\":[\"gopro.Create*\"]}}");
        Caller teacher = newcomer("teacher");

        teacher.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"))
                .isStatus(202);
        teacher.submit("gopro.EnrolLearner", "ann:one", School.enrolment("ann", "one"))
                .isProblem(403, "forbidden");
        newcomer("user").get(COMMANDS).isStatus(200);
        newcomer("stranger").get(COMMANDS).isProblem(403, "forbidden");
        newcomer("user").get("/admin/v1/audit").isProblem(403, "forbidden");
    }

    @Test
    void whileItIsAwayNothingNewIsAllowedAndOnceItIsBackAllIsAsBefore() throws Exception {
        Caller known = newcomer("user");
        known.get(COMMANDS).isStatus(200);
        Caller user = newcomer("user");
        Caller admin = newcomer("admin");
        server.close();

        user.get(COMMANDS).isProblem(503, "unavailable");
        assertThat(admin.get("/admin/v1/audit").isProblem(503, "unavailable").body())
                .contains("the policy server cannot be asked");
        assertThat(product.log())
                .anyMatch(line -> line.contains(
                        "listCommands of " + tenant + " is denied undecided: the policy server cannot be asked"));
        known.get(COMMANDS).isStatus(200);

        server = started();
        Awaitility.await("it is asked again")
                .atMost(PATIENCE)
                .untilAsserted(() -> user.get(COMMANDS).isStatus(200));
        admin.get("/admin/v1/audit").isStatus(200);
        newcomer("stranger").get(COMMANDS).isProblem(403, "forbidden");
    }

    @Test
    void aServerThatWasStartedAnewIsToldTheDataBeforeItsWordCounts() throws Exception {
        newcomer("user").get(COMMANDS).isStatus(200);

        server.close();
        server = started();

        newcomer("user").get(COMMANDS).isStatus(200);
        newcomer("stranger").get(COMMANDS).isProblem(403, "forbidden");
    }

    private OpaServer started() throws IOException, InterruptedException {
        return OpaServer.start(System.getProperty("opa"), Path.of("../../policy/src/main/rego"), port);
    }

    /** Somebody about whom nothing was decided yet. */
    private Caller newcomer(String role) {
        return product.caller("u" + UUID.randomUUID().toString().substring(0, 8), tenant, role);
    }
}
