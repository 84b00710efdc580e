package io.universalmiddleware.gateway.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    @ParameterizedTest
    @ValueSource(strings = {"ann@example.org", "a.b+c@x", "o'neil@mail.example.co.uk", " ann@example.org "})
    void takesAddresses(String text) {
        assertThat(Email.of(text)).contains(new Email(text.strip()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.org",
                "ann@",
                "a@b@c",
                "a b@c",
                "ann@example.org\r\nBcc: all@example.org",
                "ann@-x.org",
                "ann@x..org",
                ".ann@x",
                "a..b@x",
                "\"ann\"@x",
                "ann@[127.0.0.1]",
                "änn@example.org",
            })
    void takesNothingElse(String text) {
        assertThat(Email.of(text)).isEmpty();
    }

    @Property
    void neverLetsThroughWhatEndsAHeader(@ForAll String text) {
        Optional<Email> email = Email.of(text + "@example.org");

        email.ifPresent(taken -> assertThat(taken.text()).matches("[\\x21-\\x7e]{1,254}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000})
    void isQuickWithWhatIsLong(int length) {
        assertThat(Email.of("a.".repeat(length) + "@x")).isEmpty();
        assertThat(Email.of("a@" + "a.".repeat(length))).isEmpty();
    }
}
