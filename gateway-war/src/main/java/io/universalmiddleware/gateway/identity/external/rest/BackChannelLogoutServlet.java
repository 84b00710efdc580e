package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts;
import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts.Heard;
import io.universalmiddleware.gateway.identity.provider.OAuthEndpoint;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.gateway.identity.provider.Sent;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider says that sessions of its own have ended (OpenID Connect Back-Channel Logout 1.0, section 2.5): each has a path of its own,
 * which ends with the id that it is configured by.
 */
@WebServlet("/oauth2/backchannel-logout/*")
public class BackChannelLogoutServlet extends OAuthEndpoint {
    private static final long serialVersionUID = 1L;

    private final transient HearingLogouts hearing;

    @Inject
    public BackChannelLogoutServlet(HearingLogouts hearing) {
        this.hearing = hearing;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        Heard heard = hearing.hear(provider(sent.path()), sent.form().required("logout_token"), sent.from());
        if (heard instanceof Heard.TooMany many) {
            throw OAuthException.tooMany(many.again());
        } else if (heard instanceof Heard.Refused) {
            throw new OAuthException(Code.INVALID_REQUEST, "The logout token does not count.");
        }
        return Map.of();
    }

    private static String provider(@Nullable String path) {
        return path == null ? "" : path.substring(1);
    }
}
