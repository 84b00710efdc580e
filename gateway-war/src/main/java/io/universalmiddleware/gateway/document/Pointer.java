package io.universalmiddleware.gateway.document;

/** A JSON pointer as text (RFC 6901). */
public final class Pointer {
    private static final int LONGEST_NAME = 100;

    private Pointer() {}

    /** The pointer to a field of the object that the pointer names; what is long in the field's name is left out. */
    public static String field(String object, String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + '…' : name;
        return object + '/' + shown.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an item of the list that the pointer names. */
    public static String item(String list, int index) {
        return list + '/' + index;
    }
}
