package io.universalmiddleware.gateway.identity.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.StandInToken;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.token.Identity;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class AddressResourceTest {
    private static final HttpHeaders NO_HEADERS = (HttpHeaders) Proxy.newProxyInstance(
            AddressResourceTest.class.getClassLoader(), new Class<?>[] {HttpHeaders.class}, (of, method, sent) -> null);

    private final List<String> asked = new ArrayList<>();
    private boolean recent = true;

    @Test
    void whoseLoginIsTooOldOrOfNoAccountHereDoesNot() {
        recent = false;
        assertThat(status(() -> resource(true).ask(body("{\"email\":\"new@example.org\"}"), NO_HEADERS)))
                .isEqualTo(401);
        recent = true;
        assertThat(status(() -> resource(false).ask(body("{\"email\":\"new@example.org\"}"), NO_HEADERS)))
                .isEqualTo(403);
        assertThat(status(() -> resource(false).confirm(body("{\"token\":\"x\"}"), NO_HEADERS)))
                .isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNoAddressOrUnknownIsNamed() {
        assertThat(status(() -> resource(true).ask(body("{\"email\":\"a b@example.org\"}"), NO_HEADERS)))
                .isEqualTo(400);
        assertThat(status(() -> resource(true)
                        .ask(body("{\"email\":\"new@example.org\",\"email_verified\":true}"), NO_HEADERS)))
                .isEqualTo(400);
        assertThat(asked).isEmpty();
    }

    private AddressResource resource(boolean own) {
        ChangingAddress changing = new ChangingAddress() {
            @Override
            public void ask(UUID id, Email wanted) {
                asked.add(wanted.text());
            }
        };
        SteppingUp steppingUp = new SteppingUp() {
            @Override
            public void requireRecent(JsonWebToken token) {
                if (!recent) {
                    throw new ProblemException(Problem.of(ProblemType.INSUFFICIENT_AUTHENTICATION, null));
                }
            }
        };
        Guard guard = new Guard() {
            @Override
            public void requirePatience(String address) {}
        };
        return new AddressResource(
                changing,
                steppingUp,
                guard,
                new StandInToken(Map.of(
                        "sub",
                        UUID.randomUUID().toString(),
                        "sid",
                        UUID.randomUUID().toString(),
                        Identity.OWN,
                        own)));
    }

    private static int status(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().status();
    }

    private static ByteArrayInputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
