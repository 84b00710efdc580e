package io.universalmiddleware.gateway.identity.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.control.StandInToken;
import io.universalmiddleware.token.Identity;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurrentUserTest {
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final UUID SESSION = UUID.randomUUID();

    @Test
    void isTheAccountOfATokenThatThePlatformSigned() {
        assertThat(CurrentUser.of(token(ACCOUNT.toString(), SESSION.toString(), true)))
                .isEqualTo(new CurrentUser(ACCOUNT, SESSION));
    }

    @Test
    void isNobodyByAnotherIssuersTokenWhateverItLooksLike() {
        StandInToken theirs = token(ACCOUNT.toString(), SESSION.toString(), false);

        assertThat(CurrentUser.find(theirs)).isEmpty();
        assertThat(catchThrowableOfType(ProblemException.class, () -> CurrentUser.of(theirs))
                        .problem()
                        .status())
                .isEqualTo(403);
        assertThat(CurrentUser.find(new StandInToken(
                        Map.of("sub", ACCOUNT.toString(), "sid", SESSION.toString(), Identity.OWN, "true"))))
                .as("said by something else")
                .isEmpty();
    }

    @Test
    void isNobodyByATokenOfNoSession() {
        assertThat(CurrentUser.find(token(ACCOUNT.toString(), null, true))).isEmpty();
        assertThat(CurrentUser.find(token("olga", SESSION.toString(), true))).isEmpty();
    }

    private static StandInToken token(String subject, @Nullable String session, boolean own) {
        Map<String, Object> claims = new HashMap<>(Map.of("sub", subject, Identity.OWN, own));
        if (session != null) {
            claims.put("sid", session);
        }
        return new StandInToken(claims);
    }
}
