package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code um audit} asks of the platform, prints of its answers and ends with. */
class AuditCommandTest {
    private static final String ROW = """
            {"id": 7, "at": "2026-11-01T10:00:00.123456Z", "tenant": "shop", "actor": "shop/ann", "action": "denied",
             "subject": "operation/readStatus", "reason": "no-grant"}""";

    @RegisterExtension
    private final StubPlatform platform = new StubPlatform();

    @Test
    void listsTheRowsThatAreAskedForWithTheirReasons() {
        platform.answer(
                "GET /admin/v1/audit?actor=shop%2Fann&from=2026-11-01T00%3A00%3A00Z&limit=2&tenant=shop",
                "200 {\"items\": [" + ROW + "], \"nextCursor\": \"c7\"}");

        UmRun.Ended ended =
                um("ls", "--tenant", "shop", "--actor", "shop/ann", "--from", "2026-11-01T00:00:00Z", "--limit", "2");

        assertThat(ended.status()).isZero();
        assertThat(ended.said())
                .contains("2026-11-01T10:00:00.", "denied", "operation/readStatus (no-grant)", "There are more");
    }

    @Test
    void exportsTheRowsAsTheyCame() {
        String rows = "{\"id\":1}\n{\"id\":2}\n";
        platform.answer("GET /admin/v1/audit/export?action=create-route", "200 " + rows);
        Path file = platform.directory().resolve("audit.ndjson");

        assertThat(um("export", "--action", "create-route").said()).isEqualTo(rows);
        assertThat(um("export", "--action", "create-route", file.toString()).status())
                .isZero();
        assertThat(file).hasContent(rows);
    }

    @Test
    void endsWellWhereTheChainIsWhatWasSealed() {
        platform.answer(
                "GET /admin/v1/audit/verification?head=5%3Aabc",
                "200 {\"intact\": true, \"links\": 9, \"retired\": 2, \"waiting\": 1, \"head\": \"9:def\", \"findings\": []}");

        UmRun.Ended ended = um("verify", "--head", "5:abc");

        assertThat(ended.status()).isZero();
        assertThat(ended.said())
                .contains("9 rows in the chain, 2 of them let go of, 1 wait for their link. Head 9:def")
                .contains("The audit is what was sealed.");
    }

    @Test
    void endsWithOneWhereSomebodyChangedARow() {
        platform.answer("GET /admin/v1/audit/verification", """
                200 {"intact": false, "links": 9, "head": "9:def", "more": 3,
                 "findings": [{"kind": "changed", "row": 4, "seq": 4, "detail": "The row is not what was sealed."}]}""");

        UmRun.Ended ended = um("verify");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .contains("  changed row 4 link 4: The row is not what was sealed.", "  and 3 more")
                .contains("The audit is not what was sealed.");
    }

    private UmRun.Ended um(String... arguments) {
        return platform.run(new AuditCommand(), arguments);
    }
}
