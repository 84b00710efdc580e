package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Unusable;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes.Asked;
import io.universalmiddleware.gateway.identity.provider.ClientLookup;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.provider.Identifiers;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.token.TokenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads authorization requests. One that names no application, or a redirect URI that is none of its, sends the browser nowhere; whatever
 * else is wrong the application is told. {@code code} is the only response type, and every request has a challenge by S256.
 */
@ApplicationScoped
public class ReadingRequests {
    private static final String HINT = "id_token_hint";
    private static final int LONGEST = 4_096;
    private static final int LONGEST_STATE = 2_048;
    private static final int LONGEST_NONCE = 512;
    private static final long LONGEST_AGE = Duration.ofDays(365).toSeconds();
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private ClientLookup clients;
    private UserHints hints;
    private Optional<String> issuer;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingRequests() {}

    @Inject
    public ReadingRequests(ClientLookup clients, UserHints hints, TokenSettings tokens) {
        this.clients = clients;
        this.hints = hints;
        this.issuer = tokens.url();
    }

    /** @param text the parameters, as in a query */
    ReadRequest read(@Nullable String text) {
        if (issuer.isEmpty()) {
            return new Unusable("This platform is no OpenID provider: it has no URL.");
        }
        if (text == null || text.length() > LONGEST) {
            return new Unusable("The request is empty or too long.");
        }
        Form form;
        try {
            form = Form.parse(text);
        } catch (OAuthException malformed) {
            return new Unusable(String.valueOf(malformed.getMessage()));
        }
        Optional<Application> application =
                form.find("client_id").flatMap(Identifiers::uuid).flatMap(clients::application);
        if (application.isEmpty()) {
            return new Unusable("There is no such application.");
        }
        String uri = form.find("redirect_uri").orElse("");
        @Nullable String state = form.find("state").orElse(null);
        if (!RedirectUris.contain(application.get().redirectUris(), uri)) {
            return new Unusable("The application has not said that it is at this address.");
        }
        if (state != null && state.length() > LONGEST_STATE) {
            return new Unusable("The state is too long.");
        }
        ReturnAddress back = new ReturnAddress(uri, state, issuer.get());
        UUID client = application.get().client().id();
        Optional<UUID> user = form.find(HINT).flatMap(hint -> hints.read(hint, client));
        return refusal(form, application.get(), user)
                .<ReadRequest>map(error -> new Refused(back, error))
                .orElseGet(() -> new Valid(request(
                        user.map(named -> form.textWith(HINT, hints.keep(named, client)))
                                .orElse(text),
                        form,
                        application.get(),
                        back,
                        user)));
    }

    private static Optional<AuthorizationError> refusal(Form form, Application application, Optional<UUID> user) {
        Set<String> prompt = words(form, "prompt");
        AuthorizationError error = null;
        if (form.find("request").isPresent()) {
            error = new AuthorizationError("request_not_supported", "Send the parameters themselves.");
        } else if (form.find("request_uri").isPresent()) {
            error = new AuthorizationError("request_uri_not_supported", "Send the parameters themselves.");
        } else if (form.find("registration").isPresent()) {
            error = new AuthorizationError("registration_not_supported", "Applications are registered beforehand.");
        } else if (form.find("response_type").isEmpty()) {
            error = AuthorizationError.invalid("response_type is required.");
        } else if (!form.find("response_type").get().equals("code")) {
            error = new AuthorizationError("unsupported_response_type", "It is code alone.");
        } else if (!form.find("response_mode").orElse("query").equals("query")) {
            error = AuthorizationError.invalid("response_mode is query alone.");
        } else if (!form.find("code_challenge_method").orElse("").equals("S256")
                || !CHALLENGE.matcher(form.find("code_challenge").orElse("")).matches()) {
            error = AuthorizationError.invalid("code_challenge by S256 is required.");
        } else if (form.find("nonce").orElse("").length() > LONGEST_NONCE) {
            error = AuthorizationError.invalid("nonce is too long.");
        } else if (!SECONDS.matcher(form.find("max_age").orElse("0")).matches()) {
            error = AuthorizationError.invalid("max_age is a number of seconds.");
        } else if (prompt.contains("none") && prompt.size() > 1) {
            error = AuthorizationError.invalid("prompt none stands alone.");
        } else if (form.find(HINT).isPresent() && user.isEmpty()) {
            error = AuthorizationError.invalid("id_token_hint is no ID token of the application's.");
        } else if (scopes(form, application).isEmpty()) {
            error = new AuthorizationError("invalid_scope", "The application has none of these scopes.");
        }
        return Optional.ofNullable(error);
    }

    private static AuthorizationRequest request(
            String text, Form form, Application application, ReturnAddress back, Optional<UUID> user) {
        return new AuthorizationRequest(
                text,
                application,
                back,
                new Asked(
                        back.uri(),
                        scopes(form, application),
                        form.required("code_challenge"),
                        form.find("nonce").orElse(null)),
                words(form, "prompt"),
                form.find("max_age").map(Long::parseLong).map(age -> Duration.ofSeconds(Math.min(age, LONGEST_AGE))),
                words(form, "acr_values"),
                form.find("login_hint").orElse(""),
                user);
    }

    /** Those that the application has; others mean nothing (OpenID Connect Core 1.0, section 3.1.2.1). */
    private static Set<String> scopes(Form form, Application application) {
        Set<String> scopes = words(form, "scope");
        scopes.retainAll(application.client().scopes());
        return scopes;
    }

    private static Set<String> words(Form form, String name) {
        return form.find(name)
                .map(text -> new TreeSet<>(Arrays.asList(text.strip().split(" +"))))
                .orElseGet(TreeSet::new);
    }
}
