package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Unusable;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.browser.SameOrigin;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A servlet that shows users pages, and a page of why where it cannot. */
abstract class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** What answers a request. */
    interface Answering {
        void answer() throws IOException;
    }

    /** Answers, or says why not. */
    static void shown(HttpServletResponse response, Answering answering) throws IOException {
        try {
            Refusals.done(() -> run(answering));
        } catch (OAuthException malformed) {
            Page.refusal(HttpServletResponse.SC_BAD_REQUEST, String.valueOf(malformed.getMessage()))
                    .write(response);
        } catch (WebApplicationException refused) {
            Response why = refused.getResponse();
            Optional.ofNullable(why.getHeaderString(HttpHeaders.RETRY_AFTER))
                    .ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wait));
            refusal(why.getStatus()).write(response);
        } catch (ProblemException refused) {
            refusal(refused.problem().status()).write(response);
        }
    }

    /** As {@link #shown}, of what the platform's own pages post, and nobody else's. */
    static void shownToOwnPages(HttpServletRequest request, HttpServletResponse response, Answering answering)
            throws IOException {
        shown(response, () -> {
            if (SameOrigin.of(request::getHeader).holds()) {
                answering.answer();
            } else {
                Page.refusal(
                                HttpServletResponse.SC_FORBIDDEN,
                                "The form comes from another site, or does not say from where.")
                        .write(response);
            }
        });
    }

    /** The request, if it is to be answered; else the application is told why it is not, or the user. */
    static Optional<AuthorizationRequest> valid(ReadRequest read, HttpServletResponse response) throws IOException {
        if (read instanceof Unusable unusable) {
            Page.refusal(HttpServletResponse.SC_BAD_REQUEST, unusable.why()).write(response);
        } else if (read instanceof Refused refused) {
            Page.redirect(response, refused.back().withError(refused.error()));
        }
        return read instanceof Valid valid ? Optional.of(valid.request()) : Optional.empty();
    }

    /** @throws OAuthException if the body is no form */
    static Form form(HttpServletRequest request) throws IOException {
        return Form.read(request.getContentType(), request.getInputStream());
    }

    private static Page refusal(int status) {
        return status == ProblemType.TOO_MANY_REQUESTS.status()
                ? Page.tooMany()
                : Page.refusal(status, "Please try again later.");
    }

    private static void run(Answering answering) {
        try {
            answering.answer();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
