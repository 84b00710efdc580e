package io.universalmiddleware.launcher.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The local users of an installation. Their passwords are made of a secret in its home that its owner alone can read; that of the platform's
 * first administrator is the one which the platform itself is configured with.
 */
public final class LocalUsers {
    /** The name of the administrator. */
    public static final String ADMINISTRATOR = "admin";

    private static final String EMAIL = "um.identity.administrator";
    private static final String PASSWORD_FILE = "um.identity.administrator-password-file";
    private static final String SECRET = "users";
    private static final String ALGORITHM = "HmacSHA256";

    private final Home home;
    private final Configuration configuration;

    /** @param configuration with what {@link #configured} says */
    public LocalUsers(Home home, Configuration configuration) {
        this.home = home;
        this.configuration = configuration;
    }

    /** What the platform has to be told so that the installation's own administrator is its first; nothing if somebody else was named. */
    public static Configuration configured(Configuration configuration, Home home) {
        if (configuration.find(EMAIL).isPresent()) {
            return configuration;
        }
        return configuration
                .with(EMAIL, email(operator(configuration), ADMINISTRATOR))
                .with(PASSWORD_FILE, home.passwordFile(ADMINISTRATOR));
    }

    /** Makes the secrets in the home that are not there. */
    public static void prepare(Home home) {
        try {
            home.password(ADMINISTRATOR);
            home.password(SECRET);
        } catch (IOException e) {
            throw unusable(home.directory(), e);
        }
    }

    /** The platform's administrator. */
    public LocalUser administrator() {
        Path file = Path.of(configuration.find(PASSWORD_FILE).orElse(""));
        try {
            return new LocalUser(
                    operator(configuration),
                    configuration.find(EMAIL).orElse(""),
                    Files.readString(file).strip());
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** @param name an e-mail address, or what stands before the {@code @} of one */
    public LocalUser user(TenantId tenant, String name) {
        String email = email(tenant, name);
        LocalUser administrator = administrator();
        return administrator.tenant().equals(tenant)
                        && (name.equals(ADMINISTRATOR) || administrator.email().equalsIgnoreCase(email))
                ? administrator
                : new LocalUser(tenant, email, password(tenant, email));
    }

    private String password(TenantId tenant, String email) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(home.password(SECRET).getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            byte[] made = mac.doFinal((tenant.value() + '\n' + email).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
        } catch (IOException e) {
            throw unusable(home.directory(), e);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** A name that nobody can own (RFC 2606). */
    private static String email(TenantId tenant, String name) {
        return name.contains("@") ? name : name + '@' + tenant.value() + ".example";
    }

    private static TenantId operator(Configuration configuration) {
        return new TenantId(configuration.get(OperatorTenant.SETTING));
    }

    private static StoreException unusable(Path path, IOException why) {
        return new StoreException("cannot use " + path + ": " + why.getMessage(), why);
    }
}
