package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.gateway.identity.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends sessions whose users leave an application. An ID token says which is meant; where there is none, or the browser holds another session, its
 * user is asked, so that no page logs anybody out by sending their browser here.
 */
@ApplicationScoped
public class LoggingOutOfApplications {
    private RefreshingGrants grants;
    private Sessions sessions;
    private BrowserSessions browsers;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingOutOfApplications() {}

    @Inject
    public LoggingOutOfApplications(RefreshingGrants grants, Sessions sessions, BrowserSessions browsers) {
        this.grants = grants;
        this.sessions = sessions;
        this.browsers = browsers;
    }

    /**
     * Ends the session that gave the ID token's grant: whether it is over then, and what the browser holds is worthless. If not, nothing has ended.
     *
     * @param secret of the browser's cookie
     */
    public boolean logOut(LogoutRequest request, Optional<String> secret) {
        Optional<UUID> meant = session(request);
        Optional<UUID> held = secret.flatMap(browsers::find);
        if (request.grant().isEmpty() || (held.isPresent() && !held.equals(meant))) {
            return false;
        }
        meant.ifPresent(sessions::logOut);
        return true;
    }

    /** Ends the session that the browser holds, and that of the ID token if there is one: the user says so. */
    public void logOutAsAnswered(LogoutRequest request, Optional<String> secret) {
        session(request).ifPresent(sessions::logOut);
        secret.ifPresent(browsers::end);
    }

    private Optional<UUID> session(LogoutRequest request) {
        return request.application().flatMap(by -> request.grant().flatMap(grant -> grants.session(by, grant)));
    }
}
