package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What GO-PRO's rules forbid becomes a failed command with a problem, and nothing else. */
@BootedProduct
class GoProRulesE2E {
    private final Product product;
    private final Caller caller;
    private final School school;

    GoProRulesE2E(Product product) {
        this.product = product;
        this.caller = product.caller("teacher", product.freshTenant());
        this.school = new School(caller);
    }

    @Test
    void noEnrolmentInAnUnknownCourse() {
        isRejected(school.enrol("ann", School.freshSlug()), "course-unknown");
    }

    @Test
    void noSecondEnrolment() {
        String course = school.created("one");
        school.enrolled("ann", course);

        isRejected(school.enrol("ann", course), "already-enrolled");
    }

    @Test
    void noSecondCourseUnderASlug() {
        String course = school.created("one");

        isRejected(caller.perform("gopro.CreateCourse", course, School.course("two")), "course-exists");
        assertThat(Awaitility.await()
                        .until(() -> caller.view("course", course), view -> view.status() == 200)
                        .json()
                        .at("/lessons/0/slug")
                        .asText())
                .isEqualTo("one");
    }

    @Test
    void noLessonOutsideTheCourse() {
        String course = school.created("one");
        school.enrolled("ann", course);

        isRejected(school.complete("ann", course, "two"), "lesson-unknown");
    }

    @Test
    void noLessonTwice() {
        String course = school.created("one", "two");
        school.enrolled("ann", course);
        School.succeeds(school.complete("ann", course, "one"));

        isRejected(school.complete("ann", course, "one"), "lesson-already-completed");
    }

    @Test
    void noLessonWithoutEnrolment() {
        String course = school.created("one");

        isRejected(school.complete("ann", course, "one"), "not-enrolled");
    }

    @Test
    void theAggregateIsTheOneThePayloadNames() {
        String course = school.created("one");
        Answer answer = caller.perform("gopro.EnrolLearner", "bob:" + course, School.enrolment("ann", course));

        answer.isProblem(422, "invalid-command");
        assertThat(answer.pointers()).containsExactly("/aggregateId");
    }

    @Test
    void theLastLessonCompletesTheCourseAndTheViewsTellSo() {
        String course = school.created("one", "two");
        String enrolment = school.enrolled("ann", course);
        school.enrolled("bob", course);
        School.succeeds(school.complete("bob", course, "two"));
        School.succeeds(school.complete("ann", course, "two"));
        Answer last = School.succeeds(school.complete("ann", course, "one"));
        String token = last.header("Consistency-Token");

        JsonNode progress = caller.view("progress", enrolment, "Consistency-Token", token)
                .isStatus(200)
                .json();
        JsonNode leaderboard = caller.view("leaderboard", course, "Consistency-Token", token)
                .isStatus(200)
                .json();

        assertThat(progress.toString())
                .isEqualTo(Caller.normalized(
                        "{'learner':'ann','course':'%s','completed':['two','one'],'percent':100}".formatted(course)));
        assertThat(leaderboard.toString())
                .isEqualTo(Caller.normalized("[{'learner':'ann','completed':2},{'learner':'bob','completed':1}]"));
        assertThat(product.records()
                        .texts("select type from event where command_id = ?::uuid order by sequence", last.commandId()))
                .containsExactly("gopro.LessonCompleted", "gopro.CourseCompleted");
    }

    private void isRejected(Answer answer, String rule) {
        answer.isStatus(200);
        assertThat(answer.json().path("status").asText()).as(answer.toString()).isEqualTo("failed");
        JsonNode problem = answer.json().path("problem");
        assertThat(problem.path("type").asText())
                .as(answer.toString())
                .isEqualTo("https://universalmiddleware.io/problems/command-rejected");
        assertThat(problem.path("rule").asText()).as(answer.toString()).isEqualTo(rule);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("status").asInt()).isBetween(400, 499);
        String id = answer.commandId();
        assertThat(caller.get("/api/v1/commands/" + id).json().path("status").asText())
                .isEqualTo("failed");
        assertThat(product.records().count("select count(*) from event where command_id = ?::uuid", id))
                .isZero();
        assertThat(product.log().stream().filter(line -> line.contains(id) && line.contains("\"ERROR\"")))
                .isEmpty();
    }
}
