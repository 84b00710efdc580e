package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.gateway.identity.session.AnsweringChallenge;
import io.universalmiddleware.gateway.identity.session.DeniedLogins;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Logs users in to applications by what the platform's pages post: an address and a password, then a code where the account has a second
 * factor. Their browser holds the session from then on.
 */
@ApplicationScoped
public class LoggingInToApplications {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6}");
    private static final String WRONG = "The e-mail address or the password is wrong.";
    private static final String WRONG_CODE = "The code does not count, or the login took too long.";
    private static final int TOO_MANY = 429;

    private LoggingIn loggingIn;
    private AnsweringChallenge answering;
    private DeniedLogins denied;
    private Guard guard;
    private LoggedIn loggedIn;

    /** What the browser gets. */
    sealed interface Outcome {
        /** It holds the session, and goes on. */
        record In(LoggedIn.Sent sent) implements Outcome {}

        /** Its user is asked further. */
        record Asked(Page page) implements Outcome {}
    }

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingInToApplications() {}

    @Inject
    public LoggingInToApplications(
            LoggingIn loggingIn, AnsweringChallenge answering, DeniedLogins denied, Guard guard, LoggedIn loggedIn) {
        this.loggingIn = loggingIn;
        this.answering = answering;
        this.denied = denied;
        this.guard = guard;
        this.loggedIn = loggedIn;
    }

    /** @throws io.universalmiddleware.contracts.problem.ProblemException 503 if nobody can be let in now */
    Outcome logIn(AuthorizationRequest request, Form form, Client client) {
        guard.requireReady();
        Optional<String> challenge = form.find(LoginPage.CHALLENGE);
        return challenge.isPresent()
                ? byCode(request, challenge.get(), form.required(LoginPage.CODE), client)
                : byPassword(request, form, client);
    }

    private Outcome byPassword(AuthorizationRequest request, Form form, Client client) {
        Optional<Email> email = Email.of(form.required(LoginPage.EMAIL));
        if (email.isEmpty()) {
            return new Outcome.Asked(LoginPage.password(400, request, Optional.of(WRONG)));
        }
        LoggingIn.Outcome outcome = loggingIn.logIn(
                request.application().client().tenant(), email.get(), form.required(LoginPage.PASSWORD), client);
        denied.tell(request.application().client().tenant(), outcome, client);
        if (outcome instanceof LoggingIn.Outcome.Challenged challenged) {
            return new Outcome.Asked(LoginPage.factor(200, request, challenged.challenge(), Optional.empty()));
        } else if (outcome instanceof LoggingIn.Outcome.Unverified) {
            return new Outcome.Asked(LoginPage.password(
                    403, request, Optional.of("The e-mail address is to be verified first; a mail says how.")));
        }
        return gone(request, outcome)
                .orElseGet(() -> new Outcome.Asked(LoginPage.password(400, request, Optional.of(WRONG))));
    }

    private Outcome byCode(AuthorizationRequest request, String challenge, String code, Client client) {
        LoggingIn.Outcome outcome = answering.answer(challenge, shown(code), client);
        return gone(request, outcome)
                .orElseGet(() -> new Outcome.Asked(
                        LoginPage.factor(400, request, new OpaqueToken(challenge), Optional.of(WRONG_CODE))));
    }

    /** Empty for who is to try again. */
    private Optional<Outcome> gone(AuthorizationRequest request, LoggingIn.Outcome outcome) {
        if (outcome instanceof LoggingIn.Outcome.TooMany) {
            return Optional.of(new Outcome.Asked(Page.refusal(TOO_MANY, "Too many attempts: please wait a while.")));
        }
        return outcome instanceof LoggingIn.Outcome.In in
                ? loggedIn.send(request, in.live()).map(Outcome.In::new)
                : Optional.empty();
    }

    private static Shown shown(String code) {
        String digits = code.replace(" ", "");
        return DIGITS.matcher(digits).matches() ? new Shown.Code(digits) : new Shown.Recovery(code);
    }
}
