package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code um config} asks of the platform, prints of its answers and ends with. */
class ConfigCommandTest {
    private static final String DOCUMENT = "{\"tenants\":[{\"slug\":\"shop\",\"name\":\"The shop\"}]}";
    private static final String YAML = """
            tenants:
              - slug: shop
                name: The shop
            """;
    private static final String CHANGES = """
            [{"what": "update", "kind": "routes", "tenant": "shop", "name": "all",
              "differences": [{"path": "/priority", "from": 1, "to": 2}]},
             {"what": "create", "kind": "tenants", "tenant": "new", "name": "new", "differences": []}]""";
    private static final String TOLD = """
            update routes shop/all
              - /priority 1
              + /priority 2
            create tenants new
            """;

    @RegisterExtension
    private final StubPlatform platform =
            new StubPlatform("409 {\"title\": \"Conflict\", \"detail\": \"A route uses it.\","
                    + "\"violations\": [{\"pointer\": \"/origins/0\", \"message\": \"is in use\"}]}");

    @Test
    void exportsWhatApplyTakes() throws IOException {
        platform.answer("GET /admin/v1/config?tenant=shop", "200 " + DOCUMENT);
        Path file = platform.directory().resolve("shop.yaml");

        assertThat(um("export", "--tenant", "shop").said()).isEqualTo(YAML);
        um("export", "--tenant", "shop", file.toString());

        assertThat(file).hasContent(YAML);
        platform.answer("PUT /admin/v1/config?dryRun=true&tenant=shop", "200 {\"dryRun\": true, \"changes\": []}");
        um("diff", "--tenant", "shop", file.toString());
        assertThat(platform.requests()).contains("PUT /admin/v1/config?dryRun=true&tenant=shop " + DOCUMENT);
    }

    @Test
    void aDifferenceIsToldAndEndsWithOne() throws IOException {
        platform.answer("PUT /admin/v1/config?dryRun=true", "200 {\"dryRun\": true, \"changes\": " + CHANGES + "}");

        UmRun.Ended differs = um("diff", document());

        assertThat(differs.status()).isEqualTo(1);
        assertThat(differs.said()).isEqualTo(TOLD);
        platform.answer("PUT /admin/v1/config?dryRun=true", "200 {\"dryRun\": true, \"changes\": []}");
        assertThat(um("diff", document())).isEqualTo(new UmRun.Ended(0, "Nothing to change.\n"));
    }

    @Test
    void appliesADocumentAsARevisionWithItsReason() throws IOException {
        platform.answer(
                "PUT /admin/v1/config?dryRun=false&note=more+room",
                "200 {\"dryRun\": false, \"revision\": 12, \"changes\": " + CHANGES + "}");

        assertThat(um("apply", "--note", "more room", document()))
                .isEqualTo(new UmRun.Ended(0, TOLD + "Revision 12.\n"));
    }

    @Test
    void aDryRunSaysThatNothingWasChanged() throws IOException {
        String dry = "200 {\"dryRun\": true, \"changes\": " + CHANGES + "}";
        platform.answer("PUT /admin/v1/config?dryRun=true", dry);
        platform.answer("POST /admin/v1/revisions/7/rollback?dryRun=true", dry);

        assertThat(um("apply", "--dry-run", document()).said()).endsWith("Nothing was changed: a dry run.\n");
        assertThat(um("rollback", "--dry-run", "7").said()).endsWith("Nothing was changed: a dry run.\n");
    }

    @Test
    void goesBackToARevision() {
        platform.answer(
                "POST /admin/v1/revisions/7/rollback?dryRun=false&note=too+fast",
                "200 {\"dryRun\": false, \"revision\": 13, \"changes\": " + CHANGES + "}");

        assertThat(um("rollback", "7", "--note", "too fast").said()).isEqualTo(TOLD + "Revision 13.\n");
    }

    @Test
    void tellsTheHistoryAndWhatARevisionChanged() {
        String revision = "\"revision\": 12, \"at\": \"2026-11-01T10:00:00.123Z\", \"actor\": \"operator/olga\","
                + "\"action\": \"apply-config\", \"note\": \"more room\"";
        platform.answer("GET /admin/v1/revisions?limit=20", "200 {\"items\": [{" + revision + "}]}");
        platform.answer("GET /admin/v1/revisions/12", "200 {" + revision + ", \"changes\": " + CHANGES + "}");

        assertThat(um("history").said())
                .contains("12  2026-11-01T10:00:00.", "operator/olga", "apply-config (more room)");
        assertThat(um("show", "12").said()).contains("apply-config (more room)").endsWith(TOLD);
    }

    @Test
    void whatIsRefusedOrUnreadableEndsWithoutSuccess() throws IOException {
        Path crooked = Files.writeString(platform.directory().resolve("crooked.yaml"), "tenants: [");

        assertThat(um("apply", document()).status()).isNotZero();
        assertThat(platform.requests()).hasSize(1);
        assertThat(um("apply", crooked.toString()).status()).isNotZero();
        assertThat(um("apply", platform.directory().resolve("missing.yaml").toString())
                        .status())
                .isNotZero();
        assertThat(platform.requests()).as("asked about what could not be read").hasSize(1);
    }

    private String document() throws IOException {
        return Files.writeString(platform.directory().resolve("config.yaml"), YAML)
                .toString();
    }

    private UmRun.Ended um(String... arguments) {
        return platform.run(new ConfigCommand(), arguments);
    }
}
