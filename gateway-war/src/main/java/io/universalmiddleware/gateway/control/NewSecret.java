package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.access.NewApiKey;
import java.security.SecureRandom;

/**
 * A new secret of an API key: its text, for the bearer alone, and what is kept of it.
 *
 * @param text shown once
 */
record NewSecret(String text, ObjectNode kept) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static NewSecret generate() {
        NewApiKey made = NewApiKey.generate(RANDOM);
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("prefix", made.prefix());
        kept.put("sha256", made.hash());
        return new NewSecret(made.text(), kept);
    }

    @Override
    public String toString() {
        return "NewSecret[" + kept.path("prefix").textValue() + "]";
    }
}
