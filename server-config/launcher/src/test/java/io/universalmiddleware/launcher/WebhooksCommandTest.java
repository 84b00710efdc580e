package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code um webhooks} asks of the platform and prints of its answers; the answers are as docs/webhooks.md has them. */
class WebhooksCommandTest {
    private static final String DELIVERY = """
            {"id": "d1", "webhookId": "msg_1", "type": "gopro.CourseCreated", "occurredAt": "2026-11-01T10:00:00Z",
             "status": "failed", "attempts": 10, "lastStatus": 503, "lastError": "the answer is 503"}""";
    private static final String DETAIL = """
            200 {"delivery": {"attempts": 1}, "attempts": [
              {"number": 1, "millis": 12, "status": 503, "error": "the answer is 503"}%s]}""";

    @RegisterExtension
    private final StubPlatform platform = new StubPlatform();

    @Test
    void listsWebhooksAndWhyOneIsOff() {
        platform.answer(
                "GET /admin/v1/webhooks?limit=200&tenant=shop",
                "200 {\"items\": [{\"id\": \"w1\", \"tenant\": \"shop\", \"name\": \"crm\", \"url\": \"https://a.example\"}]}");
        platform.answer(
                "GET /admin/v1/webhooks/w1/state",
                "200 {\"active\": false, \"disabledReason\": \"It answered 410: it wants nothing any more.\"}");

        assertThat(um("ls", "--tenant", "shop")).contains("crm", "off", "https://a.example", "answered 410");
    }

    @Test
    void listsDeliveriesALineEach() {
        platform.answer(
                "GET /admin/v1/webhooks/w1/deliveries?limit=50&status=failed", "200 {\"items\": [" + DELIVERY + "]}");

        assertThat(um("deliveries", "w1", "--status", "failed"))
                .contains("d1", "failed", "gopro.CourseCreated", "the answer is 503");
    }

    @Test
    void retriesAndReplays() {
        String at = "/admin/v1/webhooks/w1/deliveries/d1";
        platform.answer("GET " + at, DETAIL.formatted(""));
        platform.answer("POST " + at + "/retry", "202 {}");
        platform.answer("POST /admin/v1/webhooks/w1/replay", "202 {\"replayed\": 7, \"nextCursor\": \"c7\"}");

        // the attempt that the retry makes is told by the second look
        platform.on(
                "POST " + at + "/retry",
                () -> platform.answer(
                        "GET " + at, DETAIL.formatted(", {\"number\": 2, \"millis\": 3, \"status\": 204}")));

        assertThat(um("retry", "w1", "d1")).contains("Delivered: 204 after 3 ms.");
        assertThat(um("replay", "w1", "--since", "2026-11-01T00:00:00Z", "--status", "failed"))
                .contains("7 are sent again.", "There are more", "--cursor c7");
        assertThat(platform.requests())
                .contains(
                        "POST /admin/v1/webhooks/w1/replay {\"since\":\"2026-11-01T00:00:00Z\",\"status\":\"failed\"}");
    }

    @Test
    void tellsWhatCameOfATest() {
        platform.answer("POST /admin/v1/webhooks/w1/test", "202 {\"id\": \"d1\"}");
        platform.answer("GET /admin/v1/webhooks/w1/deliveries/d1", DETAIL.formatted(""));

        assertThat(um("test", "w1")).contains("Failed: the answer is 503 after 12 ms.");
    }

    private String um(String... arguments) {
        return platform.run(new WebhooksCommand(), arguments).said();
    }
}
