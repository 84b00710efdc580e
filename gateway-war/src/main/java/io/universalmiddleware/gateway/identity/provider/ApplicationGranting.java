package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.authorization.Scopes;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes;
import io.universalmiddleware.gateway.identity.grant.Granted;
import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens.Issued;
import io.universalmiddleware.persistence.identity.Application;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Grants applications tokens for their users (RFC 6749, sections 4.1.3 and 6; OpenID Connect Core 1.0, section 3.1.3). */
@ApplicationScoped
public class ApplicationGranting {
    private static final String NOT_GRANTED = "The code or the refresh token does not count.";

    private AuthorizationCodes codes;
    private RefreshingGrants refreshing;
    private ApplicationTokens tokens;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ApplicationGranting() {}

    @Inject
    public ApplicationGranting(
            AuthorizationCodes codes, RefreshingGrants refreshing, ApplicationTokens tokens, Event<Denial> denials) {
        this.codes = codes;
        this.refreshing = refreshing;
        this.tokens = tokens;
        this.denials = denials;
    }

    /** The answer to a code. */
    Map<String, Object> byCode(Application application, Sent sent) {
        Form form = ready(sent);
        return answer(
                application,
                sent,
                codes.exchange(
                        application,
                        form.required("code"),
                        form.required("redirect_uri"),
                        form.required("code_verifier")));
    }

    /** The answer to a refresh token. */
    Map<String, Object> byRefreshToken(Application application, Sent sent) {
        Form form = ready(sent);
        return answer(
                application,
                sent,
                refreshing.refresh(
                        application,
                        form.required("refresh_token"),
                        form.find("scope").map(Scopes::of)));
    }

    /** What was sent, once it can be answered: a code or a refresh token counts once. */
    private Form ready(Sent sent) {
        if (!tokens.isReady()) {
            throw noKey();
        }
        return sent.form();
    }

    private static OAuthException noKey() {
        return new OAuthException(Code.TEMPORARILY_UNAVAILABLE, "No key can sign now.");
    }

    private Map<String, Object> answer(Application application, Sent sent, Granted granted) {
        if (granted instanceof Granted.TooMany tooMany) {
            throw OAuthException.tooMany(tooMany.again());
        }
        if (granted instanceof Granted.BeyondScope) {
            throw new OAuthException(Code.INVALID_SCOPE, "That was not granted.");
        }
        if (granted instanceof Granted.Refused refused) {
            String tenant = application.client().tenant().value();
            denials.fire(new Denial(
                    tenant,
                    tenant + '/' + application.client().id(),
                    "issueToken",
                    refused.reason(),
                    sent.from().address()));
            throw new OAuthException(Code.INVALID_GRANT, NOT_GRANTED);
        }
        return answer((Granted.Given) granted);
    }

    private Map<String, Object> answer(Granted.Given given) {
        Set<String> scopes = new TreeSet<>(given.scopes());
        Issued issued = tokens.issue(given.account(), given.session(), given.grant(), scopes, given.nonce())
                .orElseThrow(ApplicationGranting::noKey);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", issued.access());
        answer.put("token_type", "Bearer");
        answer.put("expires_in", tokens.life().toSeconds());
        answer.put("scope", String.join(" ", scopes));
        issued.identity().ifPresent(token -> answer.put("id_token", token));
        given.refresh().ifPresent(token -> answer.put("refresh_token", token.text()));
        return answer;
    }
}
