package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A role that is granted some command types, views and channels has these and no others, whichever way it asks; and users see what is theirs. */
@BootedProduct
class GrantsOfSomeE2E {
    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller teacher;

    GrantsOfSomeE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.owner = product.caller("owner", tenant, "admin", "user");
        this.teacher = product.caller("tina", tenant, "teacher");
    }

    @BeforeEach
    void makeTheRole() {
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant))
                .isStatus(201);
        owner.post("/admin/v1/roles", """
                        {"tenant":"%s","name":"teacher","grants":["submitCommand:gopro.Create*","getCommand:@own",
                         "listCommands:@own","readView:course:*","connectToHub","subscribeToChannel:room:{user}"]}
                        """.formatted(tenant)).isStatus(201);
    }

    @Test
    void sendsTheCommandsThatItIsGranted() {
        String course = new School(teacher).created("one");

        teacher.submit("gopro.EnrolLearner", "ann:" + course, School.enrolment("ann", course))
                .isProblem(403, "forbidden");
        teacher.submit("gopro.EnrolLearner", "ann:" + course, School.enrolment("ann", course), "Accept", "text/*, */*")
                .isProblem(403, "forbidden");
        teacher.submit("gopro.CreateNothing", "x", School.course("one")).isProblem(422, "unknown-command-type");
        product.caller("sam", tenant, "stranger")
                .submit("gopro.CreateCourse", School.freshSlug(), School.course("one"))
                .isProblem(403, "forbidden");
        denialsAreAudited(course);
    }

    /** Of the denials of ten seconds the audit keeps so many kinds: one of many others may be counted alone. */
    private void denialsAreAudited(String course) {
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            teacher.submit("gopro.EnrolLearner", "ann:" + course, School.enrolment("ann", course))
                    .isProblem(403, "forbidden");
            assertThat(owner.get("/admin/v1/audit").isStatus(200).body())
                    .contains(tenant + "/tina", "operation/submitCommand");
        });
    }

    @Test
    void seesItsOwnCommandsAndAnAdminAll() {
        Answer theirs = new School(teacher).create();
        Answer others = new School(owner).create();

        teacher.get("/api/v1/commands/" + theirs.commandId()).isStatus(200);
        teacher.get("/api/v1/commands/" + others.commandId()).isProblem(404, "not-found");
        teacher.get("/api/v1/commands/" + theirs.commandId() + "/timeline").isProblem(403, "forbidden");
        assertThat(teacher.get("/api/v1/commands").isStatus(200).body())
                .contains(theirs.commandId())
                .doesNotContain(others.commandId());
        assertThat(owner.get("/api/v1/commands").isStatus(200).body()).contains(theirs.commandId(), others.commandId());

        Caller user = product.caller("uma", tenant, "user");
        user.get("/api/v1/commands/" + others.commandId() + "/timeline").isProblem(404, "not-found");
        assertThat(user.get("/api/v1/commands").isStatus(200).body()).doesNotContain(theirs.commandId());
    }

    @Test
    void readsTheViewsAndHearsTheChannelsThatItIsGranted() throws Exception {
        String course = new School(teacher).created("one");

        Awaitility.await().untilAsserted(() -> teacher.view("course", course).isStatus(200));
        teacher.view("leaderboard", course).isProblem(403, "forbidden");
        String token = product.token("tina", tenant, "teacher");
        try (HubListener own = HubListener.on(product.edge(), token, "room:tina")) {
            assertThat(own.pushes()).isEmpty();
        }
        try (HubListener others = HubListener.asking(product.edge(), token, "room:bob")) {
            Awaitility.await().untilAsserted(() -> assertThat(others.events()).contains("refused 103"));
        }
    }
}
