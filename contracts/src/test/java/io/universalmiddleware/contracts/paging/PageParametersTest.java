package io.universalmiddleware.contracts.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageParametersTest {
    @Test
    void aLimitIsAWholeNumberOfAPage() {
        assertThat(PageParameters.limit("1")).isEqualTo(1);
        assertThat(PageParameters.limit("200")).isEqualTo(200);
        for (String odd : List.of("", "0", "201", "-1", "+1", "1.0", " 1", "9999999999", "\u0661", "ten")) {
            assertThatThrownBy(() -> PageParameters.limit(odd)).as(odd).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void aCursorIsWhatAPageGave() {
        Function<String, Optional<Integer>> length = text -> Optional.of(text.length());
        Integer none = PageParameters.cursor(null, length);
        Integer one = PageParameters.cursor("x", length);

        assertThat(none).isNull();
        assertThat(one).isEqualTo(1);
        assertThatThrownBy(() -> PageParameters.cursor("x", text -> Optional.empty()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aNumberIsDigitsThatALongHolds() {
        assertThat(PageParameters.number("0")).contains(0L);
        assertThat(PageParameters.number("999999999999999999")).contains(999_999_999_999_999_999L);
        for (String odd : List.of("", "-1", "+1", " 1", "1\n", "1e3", "\u0661", "9999999999999999999")) {
            assertThat(PageParameters.number(odd)).as(odd).isEmpty();
        }
    }
}
