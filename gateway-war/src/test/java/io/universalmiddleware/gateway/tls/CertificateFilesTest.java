package io.universalmiddleware.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");

    @TempDir
    Path directory;

    private CertificateFiles files;

    @BeforeEach
    void issue() throws IOException {
        AUTHORITY.issue("localhost", "127.0.0.1").write(directory, "main");
        Files.createDirectory(directory.resolve("more"));
        files = new CertificateFiles(
                directory.resolve("main.crt"), directory.resolve("main.key"), Optional.of(directory.resolve("more")));
    }

    @Test
    void aNameGetsTheCertificateThatIsForItAndEveryOtherTheMainOne() throws IOException {
        Path below = Files.createDirectory(directory.resolve("more/secret"));
        AUTHORITY.issue("shop.example").write(directory.resolve("more"), "shop");
        AUTHORITY.issueRsa("*.wild.example").write(below, "tls");

        files.load();

        Certificates now = files.current();
        assertThat(now.of("shop.example").names()).containsExactly("shop.example");
        assertThat(now.of("a.wild.example").names()).containsExactly("*.wild.example");
        for (String other : new String[] {"localhost", "a.b.wild.example", "wild.example", "sub.shop.example", ""}) {
            assertThat(now.of(other)).as(other).isSameAs(now.of(null));
        }
        assertThat(now.of(null).names()).containsExactlyInAnyOrder("localhost", "127.0.0.1");
    }

    @Test
    void whatChangesIsReadAnewAndWhatDoesNotStaysTheSame() {
        AUTHORITY.issue("shop.example").write(directory.resolve("more"), "shop");
        files.load();
        Certificates before = files.current();

        files.reload();
        assertThat(files.current()).isSameAs(before);

        AUTHORITY.issue("shop.example", "www.shop.example").write(directory.resolve("more"), "shop");
        files.reload();
        assertThat(files.current().of("www.shop.example"))
                .isSameAs(files.current().of("shop.example"))
                .isNotSameAs(before.of("shop.example"));
        assertThat(files.current().of(null)).isSameAs(before.of(null));
    }

    @Test
    void aPairOfWhichHalfWasWrittenLeavesTheOneBeforeUntilTheOtherHalfIsThere() throws IOException {
        files.load();
        ServerCertificate before = files.current().of(null);
        TestAuthority.Issued next = AUTHORITY.issue("localhost");

        Files.writeString(directory.resolve("main.crt"), next.chain());
        files.reload();
        assertThat(files.current().of(null)).isSameAs(before);
        Files.delete(directory.resolve("main.key"));
        files.reload();
        assertThat(files.current().of(null)).isSameAs(before);

        Files.writeString(directory.resolve("main.key"), next.key());
        files.reload();
        assertThat(files.current().of(null)).isNotSameAs(before);
        assertThat(files.current().of(null).expires())
                .isEqualTo(next.certificate().getNotAfter().toInstant());
    }

    @Test
    void aPairThatIsTakenAwayCountsNoMore() throws IOException {
        AUTHORITY.issue("shop.example").write(directory.resolve("more"), "shop");
        files.load();

        Files.delete(directory.resolve("more/shop.crt"));
        files.reload();

        assertThat(files.current().of("shop.example")).isSameAs(files.current().of(null));
    }

    @Test
    void aDirectoryThatCannotBeListedKeepsItsPairsAndHidesNoOther() throws IOException {
        Path first = Files.createDirectory(directory.resolve("more/a"));
        AUTHORITY.issue("a.example").write(first, "tls");
        AUTHORITY.issue("b.example").write(Files.createDirectory(directory.resolve("more/b")), "tls");
        AtomicReference<Path> broken = new AtomicReference<>();
        CertificateFiles breaking = new CertificateFiles(
                directory.resolve("main.crt"),
                directory.resolve("main.key"),
                Optional.of(directory.resolve("more")),
                listed -> {
                    if (listed.equals(broken.get())) {
                        throw new IOException("not to be listed");
                    }
                    try (Stream<Path> entries = Files.list(listed)) {
                        return entries.toList();
                    }
                });
        breaking.load();
        ServerCertificate before = breaking.current().of("a.example");

        broken.set(first);
        AUTHORITY.issue("b.example").write(directory.resolve("more/b"), "tls");
        AUTHORITY.issue("c.example").write(directory.resolve("more"), "c");
        breaking.reload();

        assertThat(breaking.current().of("a.example")).isSameAs(before);
        assertThat(before.names()).containsExactly("a.example");
        assertThat(breaking.current().of("b.example").names()).containsExactly("b.example");
        assertThat(breaking.current().of("c.example").names()).containsExactly("c.example");

        broken.set(directory.resolve("more"));
        breaking.reload();
        assertThat(breaking.current().of("a.example")).isSameAs(before);
        assertThat(breaking.current().of("c.example").names()).containsExactly("c.example");
    }

    @Test
    void aDirectoryThatCannotBeListedAtTheStartHidesNoOther() throws IOException {
        Path first = Files.createDirectory(directory.resolve("more/a"));
        AUTHORITY.issue("z.example").write(directory.resolve("more"), "z");
        CertificateFiles breaking = new CertificateFiles(
                directory.resolve("main.crt"),
                directory.resolve("main.key"),
                Optional.of(directory.resolve("more")),
                listed -> {
                    if (listed.equals(first)) {
                        throw new DirectoryIteratorException(new IOException("broken while it was read"));
                    }
                    try (Stream<Path> entries = Files.list(listed)) {
                        return entries.toList();
                    }
                });

        breaking.load();

        assertThat(breaking.current().of("z.example").names()).containsExactly("z.example");
    }

    @Test
    void aPairThatCannotBeReadIsLeftOut() throws IOException {
        Files.writeString(directory.resolve("more/bad.crt"), "nonsense");
        AUTHORITY.issue("shop.example").write(directory.resolve("more"), "shop");

        files.load();

        assertThat(files.current().of("shop.example").names()).containsExactly("shop.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY",
                "-----BEGIN PRIVATE KEY-----\nAAAA",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\n\n-----END EC PRIVATE KEY-----\n",
            })
    void anEdgeWhoseMainKeyCannotBeReadDoesNotStart(String key) throws IOException {
        Files.writeString(directory.resolve("main.key"), key);

        assertThatThrownBy(files::load)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("main.crt");
    }

    @Test
    void anotherCertificatesKeyIsNoPair() throws IOException {
        Files.writeString(
                directory.resolve("main.key"), AUTHORITY.issue("localhost").key());

        assertThatThrownBy(files::load).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keysAreReadInTheOlderFormsToo() throws IOException {
        TestAuthority.Issued rsa = AUTHORITY.issueRsa("rsa.example");
        TestAuthority.Issued ec = AUTHORITY.issue("ec.example");
        rsa.write(directory.resolve("more"), "rsa");
        ec.write(directory.resolve("more"), "ec");
        Files.writeString(
                directory.resolve("more/rsa.key"), TestAuthority.pem("RSA PRIVATE KEY", bare(rsa.keys(), 26)));
        Files.writeString(directory.resolve("more/ec.key"), TestAuthority.pem("EC PRIVATE KEY", bareEc(ec.keys())));

        files.load();

        assertThat(files.current().of("rsa.example").names()).containsExactly("rsa.example");
        assertThat(files.current().of("ec.example").names()).containsExactly("ec.example");
    }

    /** What stands in PKCS #8 behind version and algorithm. */
    private static byte[] bare(KeyPair keys, int from) {
        byte[] whole = keys.getPrivate().getEncoded();
        return Arrays.copyOfRange(whole, from, whole.length);
    }

    private static byte[] bareEc(KeyPair keys) {
        byte[] whole = keys.getPrivate().getEncoded();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == 0x04 && whole[i + 2] == 0x30) {
                return Arrays.copyOfRange(whole, i + 2, whole.length);
            }
        }
        throw new IllegalStateException("not PKCS #8");
    }
}
