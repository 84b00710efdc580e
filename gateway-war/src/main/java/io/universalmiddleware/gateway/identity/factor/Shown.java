package io.universalmiddleware.gateway.identity.factor;

/** What a user shows of the second factor: a code of the authenticator, or a recovery code in its place. */
public sealed interface Shown {
    /** Of the authenticator. */
    record Code(String digits) implements Shown {
        /** Tells nothing. */
        @Override
        public String toString() {
            return "code";
        }
    }

    /** In its place. */
    record Recovery(String text) implements Shown {
        /** Tells nothing. */
        @Override
        public String toString() {
            return "recovery code";
        }
    }
}
