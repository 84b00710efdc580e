package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.EventSource;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant sees nothing of another one, and cannot tell whether there is anything. */
@BootedProduct
class TenantsE2E {
    private final Product product;
    private final String acme;
    private final String rival;
    private final Caller owner;
    private final Caller stranger;
    private final School school;
    private final String course;
    private final Answer completed;

    TenantsE2E(Product product) {
        this.product = product;
        this.acme = product.freshTenant();
        this.rival = product.freshTenant();
        this.owner = product.caller("ann", acme);
        this.stranger = product.caller("ann", rival, "admin", "user");
        this.school = new School(owner);
        this.course = school.created("one", "two", "three");
        school.enrolled("ann", course);
        this.completed = School.succeeds(school.complete("ann", course, "one"));
    }

    @Test
    void anothersCommandIsNotThere() {
        String path = "/api/v1/commands/" + completed.commandId();
        owner.get(path).isStatus(200);

        stranger.get(path).isProblem(404, "not-found");
        stranger.get(path + "/timeline").isProblem(404, "not-found");
        assertThat(stranger.get("/api/v1/commands").isStatus(200).body()).doesNotContain(completed.commandId());
    }

    @Test
    void anothersViewIsNotThere() {
        owner.view("course", course, "Consistency-Token", completed.header("Consistency-Token"))
                .isStatus(200);

        stranger.view("course", course).isProblem(404, "not-found");
        stranger.view("progress", "ann:" + course).isProblem(404, "not-found");
        stranger.view("leaderboard", course).isProblem(404, "not-found");
        Answer withToken = stranger.view("course", course, "Consistency-Token", completed.header("Consistency-Token"));
        assertThat(withToken.status()).isIn(400, 404, 422);
    }

    @Test
    void theSameNamesAreOtherThings() {
        School theirs = new School(stranger);
        School.succeeds(stranger.perform("gopro.CreateCourse", course, School.course("three")));
        theirs.enrolled("ann", course);
        Answer done = School.succeeds(theirs.complete("ann", course, "three"));

        assertThat(stranger.view("progress", "ann:" + course, "Consistency-Token", done.header("Consistency-Token"))
                        .json()
                        .path("completed")
                        .toString())
                .isEqualTo("[\"three\"]");
        assertThat(owner.view("progress", "ann:" + course, "Consistency-Token", completed.header("Consistency-Token"))
                        .json()
                        .path("completed")
                        .toString())
                .isEqualTo("[\"one\"]");
    }

    @Test
    void nothingIsHeardOfAnothersChannels() throws Exception {
        String channel = "progress:ann:" + course;
        try (HubListener mine = HubListener.on(product.edge(), product.token("ann", acme), channel);
                HubListener theirs = HubListener.on(product.edge(), product.token("ann", rival), channel);
                EventSource events = EventSource.on(product.edge(), product.token("ann", rival), channel, null)) {
            School.succeeds(school.complete("ann", course, "two"));
            mine.awaitPushes(1);

            HubListener room = HubListener.on(product.edge(), product.token("ann", rival), "room:" + course);
            HubListener own = HubListener.on(product.edge(), product.token("bob", acme), "room:" + course);
            try (room;
                    own) {
                own.publish("{\"text\":\"hello\"}").join();
                own.awaitPushes(1);
                room.publish("{\"text\":\"theirs\"}").join();
                assertThat(room.awaitPushes(1))
                        .extracting(p -> p.json().path("text").asText())
                        .containsExactly("theirs");
                assertThat(own.pushes()).hasSize(1);
            }
            assertThat(theirs.pushes()).isEmpty();
            assertThat(events.messages()).isEmpty();
        }
    }

    @Test
    void aChannelNameCannotReachIntoAnotherTenant() {
        String channel = "progress:ann:" + course;
        Map.of("two", acme + "/" + channel, "three", "../" + acme + "/" + channel)
                .forEach((lesson, name) -> {
                    try (HubListener theirs = HubListener.asking(product.edge(), product.token("ann", rival), name);
                            HubListener mine = HubListener.on(product.edge(), product.token("ann", acme), channel)) {
                        await().until(() -> !theirs.events().isEmpty()); // subscribed, or refused
                        school.complete("ann", course, lesson);
                        assertThat(mine.awaitPushes(1)).isNotEmpty();
                        assertThat(theirs.pushes()).isEmpty();
                    }
                });
    }

    @Test
    void whatViewsPublishNoClientCanFake() {
        try (HubListener listener =
                HubListener.on(product.edge(), product.token("ann", acme), "progress:ann:" + course)) {
            assertThat(listener.publish("{\"percent\":100}")).failsWithin(java.time.Duration.ofSeconds(60));
            assertThat(listener.pushes()).noneMatch(push -> push.toString().contains("\"percent\":100"));
        }
    }
}
