package io.universalmiddleware.launcher;

import static io.universalmiddleware.launcher.StubPlatform.AUTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.login.AccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** How {@code um token} logs in; the answers are as docs/identity.md has them. */
class TokenCommandTest {
    private static final String LOGIN = "POST " + AUTH + "login";
    private static final String REGISTER = "POST " + AUTH + "register";
    private static final String VERIFY = "POST " + AUTH + "verify";
    private static final String WRONG = "401 {\"title\": \"Unauthenticated\", \"detail\": \"Wrong.\"}";

    @RegisterExtension
    private final StubPlatform platform = new StubPlatform();

    @Test
    void theAdministratorLogsInOnceWhileTheTokenIsTaken() throws IOException {
        String first = token();

        assertThat(AccessToken.read(first).roles()).containsExactlyInAnyOrder("admin", "user");
        assertThat(token()).isEqualTo(first);
        assertThat(platform.logins()).containsExactly("POST login", "GET sessions");
        assertThat(platform.requests()).isEmpty();
        try (Stream<Path> kept = Files.list(platform.directory().resolve("keys/tokens"))) {
            assertThat(kept)
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aTokenThatIsNotTakenAnyMoreOrSoonEndsIsReplaced() {
        token();
        platform.answer("GET " + AUTH + "sessions", "401 {}");
        token();
        assertThat(platform.logins()).containsExactly("POST login", "GET sessions", "POST login");

        platform.answer("GET " + AUTH + "sessions", "200 {}");
        assertThat(token("--ttl", "59m")).isNotEmpty();
        platform.logins().clear();
        platform.answer(LOGIN, "200 " + StubPlatform.tokensOf(Instant.now().minusSeconds(1_900), "admin", "user"));
        assertThat(token("--ttl", "1h")).as("the kept one has less left").isNotEmpty();
        token();
        assertThat(platform.logins()).as("half of it is over").containsExactly("POST login", "POST login");
    }

    @Test
    void whoIsNewRegistersInATenantThatIsMadeAndGetsItsRole() {
        platform.answer(REGISTER, "404 {}");
        platform.answer("POST /admin/v1/tenants", "201 {}");
        platform.answer("PATCH /admin/v1/users/7", "200 {}");
        List<Runnable> logins = new ArrayList<>(List.of(
                () -> platform.answer(LOGIN, "200 " + StubPlatform.tokens("admin", "user")),
                () -> platform.answer(LOGIN, "200 " + StubPlatform.tokens("user")),
                () -> platform.answer(LOGIN, "200 " + StubPlatform.tokens("clerk"))));
        platform.on(LOGIN, () -> logins.remove(0).run());
        platform.on("POST /admin/v1/tenants", () -> platform.answer(REGISTER, "202 {}"));

        AccessToken token = AccessToken.read(token("--user", "ann", "--tenant", "acme", "--role", "clerk"));

        assertThat(token.roles()).containsExactly("clerk");
        assertThat(platform.logins())
                .containsExactly(
                        "POST register", "POST login", "POST register", "POST login", "GET sessions", "POST login");
        assertThat(platform.requests())
                .containsExactly(
                        "POST /admin/v1/tenants {\"slug\":\"acme\",\"name\":\"acme\"}",
                        "PATCH /admin/v1/users/7 {\"roles\":[\"clerk\"]}");
    }

    @Test
    void whoHasToVerifyTheAddressShowsTheProofThatCounts() {
        platform.answer(REGISTER, "202 {}");
        platform.answer(LOGIN, "403 {}");
        mail(1, "ann@demo.example", 'a');
        mail(2, "bob@demo.example", 'b');
        List<Runnable> proofs = new ArrayList<>(List.of(
                () -> {
                    platform.answer(VERIFY, "400 {}");
                    mail(3, "ann@demo.example", 'c');
                },
                () -> {
                    platform.answer(VERIFY, "204 ");
                    platform.answer(LOGIN, "200 " + StubPlatform.tokens("user"));
                }));
        platform.on(VERIFY, () -> proofs.remove(0).run());

        assertThat(AccessToken.read(token("--user", "ann", "--role", "user")).roles())
                .containsExactly("user");
        assertThat(platform.logins())
                .containsExactly("POST register", "POST login", "POST verify", "POST verify", "POST login");
    }

    @Test
    void theAdministratorKeepsTheRoles() {
        assertThat(refusal("--user", "admin", "--role", "user")).contains("keeps", "--user");
        assertThat(platform.requests()).isEmpty();
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(refusal("--ttl", "3h")).contains("3600 s", "um.identity.access-token-life");
        platform.answer(LOGIN, WRONG);
        assertThat(refusal()).contains("another password");
        platform.answer(REGISTER, "403 {\"title\": \"Forbidden\", \"detail\": \"Nobody registers here.\"}");
        assertThat(refusal("--user", "ann")).contains("Nobody registers here.");
        platform.answer(REGISTER, "202 {}");
        platform.answer(LOGIN, "401 {\"mfa_required\": true}");
        assertThat(refusal("--user", "ann")).contains("second factor");
    }

    private void mail(int number, String to, char letter) {
        try {
            Path mail = Files.createDirectories(platform.directory().resolve("mail"));
            Files.writeString(
                    mail.resolve(number + ".eml"),
                    "To: " + to + "\n\nThe token:\n\numv_"
                            + String.valueOf(letter).repeat(43) + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token(String... options) {
        UmRun.Ended ended = platform.run(new TokenCommand(), options);
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.said().strip();
    }

    private String refusal(String... options) {
        List<String> said = new ArrayList<>();
        CommandLine token = new CommandLine(new TokenCommand());
        token.setExecutionExceptionHandler((fault, command, parsed) -> {
            said.add(String.valueOf(fault.getMessage()));
            return 1;
        });
        assertThat(token.execute(platform.arguments(options))).isEqualTo(1);
        return said.get(0);
    }
}
