package io.universalmiddleware.gateway.identity.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * An endpoint that clients post a form to. It answers JSON that nobody keeps, a refusal as RFC 6749, section 5.2, has it, and
 * {@code temporarily_unavailable} where the store is away.
 */
public abstract class OAuthEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws OAuthException if it refuses */
    protected abstract Map<String, Object> answer(Sent sent);

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Form form = Form.read(request.getContentType(), request.getInputStream());
            Sent sent = new Sent(form, request.getPathInfo(), request.getHeader("Authorization"), Client.of(request));
            write(response, 200, Refusals.stored(() -> answer(sent)));
        } catch (OAuthException refused) {
            refuse(response, refused);
        } catch (ProblemException away) {
            refuse(response, new OAuthException(Code.TEMPORARILY_UNAVAILABLE, "Try again later."));
        }
    }

    private static void refuse(HttpServletResponse response, OAuthException refused) throws IOException {
        if (refused.code() == Code.INVALID_CLIENT) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"um\"");
        }
        refused.again().ifPresent(wait -> response.setHeader("Retry-After", Long.toString(Refusals.seconds(wait))));
        write(
                response,
                refused.code().status(),
                Map.of(
                        "error",
                        refused.code().name().toLowerCase(Locale.ROOT),
                        "error_description",
                        String.valueOf(refused.getMessage())));
    }

    private static void write(HttpServletResponse response, int status, Map<String, Object> answer) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        // pages of applications ask too; no cookie has part in it
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(JSON.writeValueAsBytes(answer));
    }
}
