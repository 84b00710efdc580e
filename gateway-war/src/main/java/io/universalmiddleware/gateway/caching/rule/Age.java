package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.Fields;

/** The age of a response, in milliseconds (RFC 9111, section 4.2.3). */
public final class Age {
    private Age() {}

    /**
     * How old a response was when it came: the larger of what its date and what its {@code Age} say, with the time that it took.
     *
     * @param askedAt when the request for it was sent, in milliseconds since 1970
     * @param receivedAt when its head came
     */
    public static long initial(Fields response, long askedAt, long receivedAt) {
        long apparent = Math.max(0, receivedAt - date(response, receivedAt));
        long corrected = value(response) + Math.max(0, receivedAt - askedAt);
        return Math.max(apparent, corrected);
    }

    /** When the origin made it, by its {@code Date}; when it came, if it has none that is valid (section 4.2.3). */
    static long date(Fields response, long receivedAt) {
        return HttpDate.parse(response.get("Date")).orElse(receivedAt);
    }

    /** The first member of {@code Age} counts; what is no number does not (section 5.1). */
    private static long value(Fields response) {
        String text = response.get("Age");
        if (text == null) {
            return 0;
        }
        int comma = text.indexOf(',');
        String first = (comma < 0 ? text : text.substring(0, comma)).strip();
        long seconds = 0;
        for (int i = 0; i < first.length(); i++) {
            int digit = first.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            seconds = Math.min(Directives.MOST, seconds * 10 + digit);
        }
        return 1000 * seconds;
    }
}
