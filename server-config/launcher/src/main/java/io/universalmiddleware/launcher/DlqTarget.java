package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: one, those of a group, or all that are open. */
final class DlqTarget {
    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Which which;

    @Option(names = "--type", defaultValue = "", description = "With --group or --all: only those of this type.")
    private String type = "";

    /** Exactly one of the three. */
    private static final class Which {
        @Parameters(paramLabel = "ID", description = "A letter's id.")
        private String id = "";

        @Option(names = "--group", description = "All open letters of this group.")
        private String group = "";

        @Option(names = "--all", description = "All open letters.")
        private boolean all;
    }

    boolean isOne() {
        return !which.id.isEmpty();
    }

    String path(String action) {
        return isOne() ? "/" + which.id + "/" + action : "/" + action;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (which.all) {
            body.put("all", true);
        }
        if (!which.group.isEmpty()) {
            body.put("group", which.group);
        }
        if (!isOne() && !type.isEmpty()) {
            body.put("type", type);
        }
        return body;
    }
}
