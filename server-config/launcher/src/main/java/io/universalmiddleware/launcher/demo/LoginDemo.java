package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.launcher.login.AccessToken;
import io.universalmiddleware.launcher.login.Administration;
import io.universalmiddleware.launcher.login.Authenticator;
import io.universalmiddleware.launcher.login.CaughtMail;
import io.universalmiddleware.launcher.login.IdentityClient;
import io.universalmiddleware.launcher.login.LocalUser;
import io.universalmiddleware.launcher.login.Logins;
import io.universalmiddleware.launcher.rest.Answer;
import io.universalmiddleware.launcher.rest.EdgeClient;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** Shows how somebody comes in: registers, verifies the address, gets a role, sets up a second factor, and logs in with both. */
public final class LoginDemo {
    private static final Set<String> ROLES = Set.of("admin", "user");
    private static final Duration MAIL_WITHIN = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final String TWO_FACTORS = "/two-factors";

    private final IdentityClient identity;
    private final Administration administration;
    private final Logins logins;
    private final CaughtMail mail;
    private final PrintStream out;

    public LoginDemo(EdgeClient edge, Logins logins, CaughtMail mail, PrintStream out) {
        this.identity = new IdentityClient(edge);
        this.administration = new Administration(edge);
        this.logins = logins;
        this.mail = mail;
        this.out = out;
    }

    /**
     * Does it all for a user who is new.
     *
     * @return the token of the login with both factors
     * @throws DemoException if an answer is not what it should be
     */
    public AccessToken run(LocalUser user) {
        out.println("0  Login     " + user);
        expect(202, "register", identity.register(user));
        String proof = mail.awaitProof(user.email(), "", MAIL_WITHIN);
        expect(204, "verify", identity.verify(proof));
        say("registered: 202; verified with the token %s… of the mail that was caught: 204", proof.substring(0, 8));
        AccessToken first = token(expect(200, "login", identity.logIn(user)));
        say("logged in: 200 as %s, roles %s", first.account(), String.join(",", first.roles()));
        administration.giveRoles(logins.administrator(), first.account(), ROLES);
        say("the administrator gave the role admin");
        Authenticator authenticator = enrol(first, user);
        AccessToken second = logInWithBoth(user, authenticator);
        if (!second.roles().equals(ROLES) || !second.context().endsWith(TWO_FACTORS)) {
            throw new DemoException("The token has the roles " + second.roles() + " and says " + second.context());
        }
        return second;
    }

    private Authenticator enrol(AccessToken token, LocalUser user) {
        JsonNode offer = expect(200, "enrolment", identity.enrol(token, user.password()));
        Authenticator authenticator;
        try {
            authenticator = new Authenticator(offer.path("secret").asText(), Clock.systemUTC());
        } catch (IllegalArgumentException none) {
            throw new DemoException("The enrolment answered no secret", none);
        }
        Answer confirmed = showing(authenticator, code -> identity.confirm(token, code));
        JsonNode codes = expect(200, "confirmation", confirmed).path("recovery_codes");
        if (codes.size() != 10) {
            throw new DemoException("The confirmation answered " + codes.size() + " recovery codes");
        }
        say("second factor: an authenticator has the secret and confirmed it with a code; 10 recovery codes");
        return authenticator;
    }

    private AccessToken logInWithBoth(LocalUser user, Authenticator authenticator) {
        JsonNode asked = expect(401, "login", identity.logIn(user));
        if (!asked.path("mfa_required").asBoolean()) {
            throw new DemoException("The login asks for no second factor: "
                    + asked.path("title").asText());
        }
        String challenge = asked.path("challenge").asText();
        Answer answered = showing(authenticator, code -> identity.answerChallenge(challenge, code));
        AccessToken token = token(expect(200, "second step of the login", answered));
        say("logged in: the password 401 and a challenge, the next code 200 with acr …%s", TWO_FACTORS);
        return token;
    }

    /** Shows a code; another one if that was refused, since on a slow machine a code may become too old on its way. */
    private static Answer showing(Authenticator authenticator, Function<String, Answer> show) {
        Answer answer = show.apply(next(authenticator));
        for (int attempt = 1; answer.status() != 200 && attempt < ATTEMPTS; attempt++) {
            answer = show.apply(next(authenticator));
        }
        return answer;
    }

    private static JsonNode expect(int status, String what, Answer answer) {
        if (answer.status() != status) {
            throw new DemoException("The %s got %d and not %d: %s %s"
                    .formatted(what, answer.status(), status, answer.text("title"), answer.text("detail")));
        }
        return answer.json();
    }

    private static AccessToken token(JsonNode tokens) {
        return AccessToken.read(tokens.path("access_token").asText());
    }

    private static String next(Authenticator authenticator) {
        try {
            return authenticator.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    private void say(String line, Object... values) {
        out.println("             " + line.formatted(values));
    }
}
