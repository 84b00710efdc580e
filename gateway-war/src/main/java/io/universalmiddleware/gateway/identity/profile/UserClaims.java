package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.Profile;
import io.universalmiddleware.persistence.identity.ProfileRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells applications of a user what they were let know: the claims of OpenID Connect Core 1.0, section 5.1. */
@ApplicationScoped
public class UserClaims {
    /** The scope of {@code name}, {@code locale}, {@code zoneinfo} and {@code updated_at} (section 5.4). */
    public static final String PROFILE = "profile";

    /** The scope of {@code email} and {@code email_verified}. */
    public static final String EMAIL = "email";

    private AccountRepository accounts;
    private ProfileRepository profiles;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected UserClaims() {}

    @Inject
    public UserClaims(AccountRepository accounts, ProfileRepository profiles) {
        this.accounts = accounts;
        this.profiles = profiles;
    }

    /**
     * The claims that the scopes stand for, without {@code sub}; those of which nothing is known are absent.
     *
     * @return empty if the account is not there, or kept out
     */
    @Transactional
    public Optional<Map<String, Object>> of(UUID id, Set<String> scopes) {
        return accounts.find(id).filter(found -> !found.disabled()).map(account -> claims(account, scopes));
    }

    private Map<String, Object> claims(Account account, Set<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (scopes.contains(PROFILE)) {
            Profile profile = profiles.find(account.id());
            put(claims, "name", profile.displayName());
            put(claims, "locale", profile.locale());
            put(claims, "zoneinfo", profile.timeZone());
            put(
                    claims,
                    "updated_at",
                    profile.changedAt() == null ? null : profile.changedAt().getEpochSecond());
        }
        if (scopes.contains(EMAIL)) {
            claims.put("email", account.email());
            claims.put("email_verified", account.isVerified());
        }
        return claims;
    }

    private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
