package io.universalmiddleware.gateway.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {
    private static final String BREACHED = "correct horse battery staple";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void findsEachOfTheFilesAndNoOther(int many) throws IOException {
        BreachedPasswords breached = BreachedPasswords.in(file(lines(many, hash -> hash + ":" + hash.hashCode() % 7)));

        assertThat(IntStream.range(0, many).mapToObj(number -> "password " + number))
                .allMatch(breached::contains);
        assertThat(IntStream.range(many, many + 200).mapToObj(number -> "password " + number))
                .noneMatch(breached::contains);
    }

    @Test
    void countsCaseOfDigitsAndEndsOfLinesDoNotMatter() throws IOException {
        String plain = lines(50, UnaryOperator.identity());
        String unix = lines(50, hash -> hash.toLowerCase(Locale.ROOT)).replace("\r\n", "\n");

        for (String text : new String[] {plain, unix, plain.strip(), unix.strip()}) {
            BreachedPasswords breached = BreachedPasswords.in(file(text));
            assertThat(IntStream.range(0, 50).mapToObj(number -> "password " + number))
                    .allMatch(breached::contains);
        }
    }

    @Test
    void aPasswordIsKnownAsTypedAndNormalised() throws IOException {
        BreachedPasswords breached = BreachedPasswords.in(file(sha1("ﬁne as it was typed") + '\n'));
        assertThat(breached.contains("ﬁne as it was typed")).isTrue();
        assertThat(breached.contains("fine as it was typed")).isFalse();

        BreachedPasswords normalized = BreachedPasswords.in(file(sha1("fine as it was typed") + '\n'));
        assertThat(normalized.contains("ﬁne as it was typed")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "no hashes",
                "8846F7EAEE8FB117AD06BDD830B7586C:12\n8846F7EAEE8FB117AD06BDD830B7586D:1\n",
                "5E884898DA28047151D0E56F8DC6292773603D0D6AABBD62A11EF721D1542D8:3\n",
                "F000000000000000000000000000000000000000:9\n1000000000000000000000000000000000000000:8\n",
            })
    void whatIsNoSuchFileIsRefused(String text) {
        assertThatThrownBy(() -> BreachedPasswords.in(file(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileInTheOrderOfCountsIsRefused() {
        String byCount = IntStream.range(0, 5000)
                .mapToObj(number -> sha1("password " + number) + ":" + (5000 - number))
                .collect(Collectors.joining("\r\n"));

        assertThatThrownBy(() -> BreachedPasswords.in(file(byCount))).hasMessageContaining("not in order");
    }

    @Test
    void theStartSaysWhichSettingNamesNoUsableFile() {
        Path missing = directory.resolve("missing.txt");

        for (Path path : new Path[] {missing, directory}) {
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> settings(path).check(Set.of(BreachedPasswords.SETTING)))
                    .withMessageContaining("um.identity.breached-passwords")
                    .withMessageContaining(path.toString());
        }
    }

    @Test
    void theRulesRefuseWhatTheConfiguredFileHas() throws IOException {
        PasswordRules rules = PasswordRules.from(settings(file(sha1(BREACHED) + ":1\r\n")));

        assertThat(rules.complaint(BREACHED))
                .hasValueSatisfying(why -> assertThat(why).contains("breach").doesNotContain("horse"));
        assertThat(rules.complaint("another battery staple of a horse")).isEmpty();
    }

    @Test
    void anotherFileInItsPlaceCountsAndWhereNoneIsNobodyIsToldThatAllIsWell() throws IOException {
        Path path = file(sha1("something else altogether") + '\n');
        BreachedPasswords breached = BreachedPasswords.in(path);
        assertThat(breached.contains(BREACHED)).isFalse();

        Files.writeString(path, sha1(BREACHED) + '\n');
        assertThat(breached.contains(BREACHED)).isTrue();

        Files.delete(path);
        assertThatThrownBy(() -> breached.contains(BREACHED)).isInstanceOf(UncheckedIOException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("breached.txt"), text);
    }

    private static Settings settings(Path file) {
        return new Settings(
                key -> key.equals("um.identity.breached-passwords") ? Optional.of(file.toString()) : Optional.empty());
    }

    private static String lines(int many, UnaryOperator<String> line) {
        Stream<String> hashes = IntStream.range(0, many)
                .mapToObj(number -> sha1("password " + number))
                .sorted();
        return hashes.map(line).collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
