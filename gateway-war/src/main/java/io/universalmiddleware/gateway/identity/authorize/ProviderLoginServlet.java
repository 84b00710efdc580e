package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.provider.Form;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Sends users from the platform's own login page to a provider; no other page sends them. */
@WebServlet(LoginPage.BY_PROVIDER)
public class ProviderLoginServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingRequests reading;
    private final transient LoggingInByProvider logins;

    @Inject
    public ProviderLoginServlet(ReadingRequests reading, LoggingInByProvider logins) {
        this.reading = reading;
        this.logins = logins;
    }

    @Override
    protected void doPost(HttpServletRequest posted, HttpServletResponse response) throws IOException {
        shownToOwnPages(posted, response, () -> {
            Form form = form(posted);
            Optional<AuthorizationRequest> request = valid(reading.read(form.required(LoginPage.REQUEST)), response);
            if (request.isPresent()) {
                logins.begin(request.get(), form.required(LoginPage.PROVIDER), Browser.of(posted))
                        .write(response);
            }
        });
    }
}
