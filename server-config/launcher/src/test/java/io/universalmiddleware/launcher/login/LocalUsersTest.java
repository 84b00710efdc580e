package io.universalmiddleware.launcher.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUsersTest {
    private static final TenantId DEMO = new TenantId("demo");
    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    Path directory;

    private Home home;
    private Configuration set;

    @BeforeEach
    void prepare() {
        home = new Home(directory);
        LocalUsers.prepare(home);
        set = Configuration.empty().with("um.operator-tenant", "demo");
    }

    @Test
    void theAdministratorIsTheOneThatThePlatformIsToldOf() throws IOException {
        Configuration configuration = LocalUsers.configured(set, home);
        LocalUsers users = new LocalUsers(home, configuration);

        LocalUser administrator = users.administrator();
        assertThat(administrator.email()).isEqualTo("admin@demo.example");
        assertThat(configuration.find("um.identity.administrator")).contains("admin@demo.example");
        Path file = Path.of(
                configuration.find("um.identity.administrator-password-file").orElseThrow());
        assertThat(file).content().isEqualTo(administrator.password()).hasSizeGreaterThan(30);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(users.user(DEMO, "admin")).isEqualTo(administrator);
        assertThat(users.user(ACME, "admin")).isNotEqualTo(administrator);
    }

    @Test
    void whoNamesAnotherAdministratorIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("olga"), "the sentence of olga\n");
        Configuration own = set.with("um.identity.administrator", "olga@example.org")
                .with("um.identity.administrator-password-file", file);

        Configuration configuration = LocalUsers.configured(own, home);

        assertThat(configuration.properties()).isEqualTo(own.properties());
        assertThat(new LocalUsers(home, configuration).user(DEMO, "admin"))
                .isEqualTo(new LocalUser(DEMO, "olga@example.org", "the sentence of olga"));
    }

    @Test
    void everyUserHasAPasswordOfTheirOwnThatStaysTheSame() {
        LocalUsers users = new LocalUsers(home, LocalUsers.configured(set, home));

        LocalUser ann = users.user(ACME, "ann");
        assertThat(ann.email()).isEqualTo("ann@acme.example");
        assertThat(new LocalUsers(home, LocalUsers.configured(set, home)).user(ACME, "ann@acme.example"))
                .isEqualTo(ann);
        assertThat(users.user(DEMO, "ann@acme.example").password()).isNotEqualTo(ann.password());
        assertThat(users.user(ACME, "bob").password()).isNotEqualTo(ann.password());
        assertThat(ann.toString()).doesNotContain(ann.password());
    }
}
