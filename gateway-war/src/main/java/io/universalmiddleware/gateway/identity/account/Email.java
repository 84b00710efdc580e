package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.gateway.document.Section;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as it may be written to (a plain part of RFC 5321, section 4.1.2): a dotted local part of at most 64 characters
 * and a domain of DNS labels, 254 characters in all. No quotes, comments or control characters.
 *
 * @param text as its owner writes it
 */
public record Email(String text) {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile("(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*+@(?:" + LABEL + "\\.)*" + LABEL);
    private static final int LONGEST = 254;

    /** The address, if the text is one but for spaces around it. */
    public static Optional<Email> of(String text) {
        String stripped = text.strip();
        return stripped.length() <= LONGEST && FORM.matcher(stripped).matches()
                ? Optional.of(new Email(stripped))
                : Optional.empty();
    }

    /** The address in a required field; whatever it is, if a violation was noted. */
    public static Email read(Section in, String field) {
        String text = in.required(field);
        Optional<Email> email = of(text);
        if (email.isEmpty() && !text.isBlank()) {
            in.violation(field, "expected an e-mail address");
        }
        return email.orElse(new Email(""));
    }

    /** As it is compared: nobody has two mailboxes that differ in case alone. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }
}
