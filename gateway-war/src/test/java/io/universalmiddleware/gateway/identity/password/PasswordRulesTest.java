package io.universalmiddleware.gateway.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final PasswordRules RULES = new PasswordRules(15, CommonPasswords.load());
    private static final PasswordRules SHORTER = new PasswordRules(8, CommonPasswords.load());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "onlylowercaseletters",
                "938271650394817265",
                "Пароль из нескольких слов",
                "ünïcödé änd spâces",
                "😀🎈🚀🌊🍀🎲🧩🪁🦉🌵🍋🎻🛶🪐🧭",
            })
    void takesWhatIsLongAndNotCommonWhateverItIsMadeOf(String password) {
        assertThat(RULES.complaint(password, "ann@example.org", "acme")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fourteenchars.",
                "passwordpassword",
                "passwordpasswordpass",
                "aaaaaaaaaaaaaaaaaaaa",
                "abcabcabcabcabcabc",
                "12345678901234567890",
                "qwertyuiopasdfghjkl",
                "zyxwvutsrqponmlkjih",
                "123password1234",
                "ann@example.org",
                "ann.example.org1",
                "Universal-Middleware",
                "universalmiddleware1",
                "acmeacmeann1234",
            })
    void refusesWhatIsTriedFirst(String password) {
        assertThat(RULES.complaint(password, "ann@example.org", "acme")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "Password", "iloveyou", "football1", "baseball", "superman", "12345678"})
    void refusesCommonPasswordsWhereShortOnesAreTaken(String password) {
        assertThat(SHORTER.complaint(password)).isPresent();
    }

    @Test
    void countsCharactersAndNotTheirHalves() {
        assertThat(RULES.complaint("😀😁😂😃😄😅😆")).isPresent();
        assertThat(RULES.complaint("x".repeat(100) + "correct horse battery staple" + "y".repeat(150)))
                .isPresent();
    }

    @Test
    void saysWhatIsLackingAndNotWhatItIs() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RULES.check("/password", "hunter2"))
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(400);
                    assertThat(refused.problem().toString())
                            .contains("/password")
                            .doesNotContain("hunter2");
                });
    }
}
