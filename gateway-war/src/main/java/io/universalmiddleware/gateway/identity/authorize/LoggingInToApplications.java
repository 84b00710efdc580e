package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.provider.Form;
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

    private LoggingIn loggingIn;
    private AnsweringChallenge answering;
    private DeniedLogins denied;
    private LoggedIn loggedIn;
    private OfferingLogins offering;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingInToApplications() {}

    @Inject
    public LoggingInToApplications(
            LoggingIn loggingIn,
            AnsweringChallenge answering,
            DeniedLogins denied,
            LoggedIn loggedIn,
            OfferingLogins offering) {
        this.loggingIn = loggingIn;
        this.answering = answering;
        this.denied = denied;
        this.loggedIn = loggedIn;
        this.offering = offering;
    }

    LoginOutcome logIn(AuthorizationRequest request, Form form, Browser browser) {
        Optional<String> challenge = form.find(LoginPage.CHALLENGE);
        return challenge.isPresent()
                ? byCode(request, challenge.get(), form.required(LoginPage.CODE), browser)
                : byPassword(request, form, browser);
    }

    private LoginOutcome byPassword(AuthorizationRequest request, Form form, Browser browser) {
        Optional<Email> email = Email.of(form.required(LoginPage.EMAIL));
        if (email.isEmpty()) {
            return new LoginOutcome.Asked(offering.page(400, request, Optional.of(WRONG)));
        }
        LoggingIn.Outcome outcome = loggingIn.logIn(
                request.application().client().tenant(),
                email.get(),
                form.required(LoginPage.PASSWORD),
                browser.client());
        denied.tell(request.application().client().tenant(), outcome, browser.client());
        if (outcome instanceof LoggingIn.Outcome.Unverified) {
            return new LoginOutcome.Asked(offering.page(
                    403, request, Optional.of("The e-mail address is to be verified first; a mail says how.")));
        }
        return loggedIn.after(request, outcome, browser)
                .orElseGet(() -> new LoginOutcome.Asked(offering.page(400, request, Optional.of(WRONG))));
    }

    private LoginOutcome byCode(AuthorizationRequest request, String challenge, String code, Browser browser) {
        LoggingIn.Outcome outcome = answering.answer(challenge, shown(code), browser.client());
        return loggedIn.after(request, outcome, browser)
                .orElseGet(() -> new LoginOutcome.Asked(
                        LoginPage.factor(400, request, new OpaqueToken(challenge), Optional.of(WRONG_CODE))));
    }

    private static Shown shown(String code) {
        String digits = code.replace(" ", "");
        return DIGITS.matcher(digits).matches() ? new Shown.Code(digits) : new Shown.Recovery(code);
    }
}
