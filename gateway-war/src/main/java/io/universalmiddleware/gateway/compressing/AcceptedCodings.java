package io.universalmiddleware.gateway.compressing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accepted codings are what a request says of content codings in {@code Accept-Encoding} (RFC 9110, section 12.5.3).
 *
 * <p>The highest quality wins, then the server's order. {@code identity} wins over codings of lower quality. Elements
 * that are not valid count as not said. A request that says nothing gets no coding.
 */
final class AcceptedCodings {
    private static final int MAX_LENGTH = 1_024;
    private static final int UNSAID = -1;

    private AcceptedCodings() {}

    /**
     * Chooses among what the server has.
     *
     * @param accept every value of the field
     * @param offered in the server's order
     * @return none for the content as it is
     */
    static Optional<Coding> choose(List<String> accept, List<Coding> offered) {
        String text = accept.size() == 1 ? accept.get(0) : String.join(",", accept);
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int rest = quality(text, "*");
        int identity = quality(text, "identity");
        int best = identity == UNSAID ? 0 : identity;
        @Nullable Coding chosen = null;
        for (Coding coding : offered) {
            int said = quality(text, coding.token());
            int alias = said == UNSAID && coding == Coding.GZIP ? quality(text, "x-gzip") : said;
            int quality = alias == UNSAID ? rest : alias;
            if (quality > best || quality > 0 && quality == best && chosen == null) {
                best = quality;
                chosen = coding;
            }
        }
        return Optional.ofNullable(chosen);
    }

    /** In thousandths; {@link #UNSAID} if the name does not stand there. */
    private static int quality(String text, String name) {
        for (int from = 0; from < text.length(); ) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            int semicolon = text.indexOf(';', from);
            int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
            if (text.substring(from, nameEnd).strip().equalsIgnoreCase(name)) {
                return nameEnd == end
                        ? 1_000
                        : weight(text.substring(nameEnd + 1, end).strip());
            }
            from = end + 1;
        }
        return UNSAID;
    }

    /** {@code q=0.5}: at most three digits behind the point (RFC 9110, section 12.4.2). */
    private static int weight(String text) {
        boolean q = text.length() >= 3 && text.length() <= 7 && text.regionMatches(true, 0, "q=", 0, 2);
        int whole = q ? text.charAt(2) - '0' : UNSAID;
        if (whole != 0 && whole != 1 || text.length() > 3 && text.charAt(3) != '.') {
            return UNSAID;
        }
        int thousandths = 0;
        int digit = 100;
        for (int i = 4; i < text.length(); i++, digit /= 10) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return UNSAID;
            }
            thousandths += (text.charAt(i) - '0') * digit;
        }
        return whole == 1 && thousandths > 0 ? UNSAID : whole * 1_000 + thousandths;
    }
}
