package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.caching.Purging;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A purge order says what of a tenant's stored answers is to go.
 *
 * @param by one of {@code key}, {@code prefix}, {@code tag}, {@code route}
 * @param value what it is to be; targets are canonical
 */
record PurgeOrder(String tenant, String by, String value, boolean soft) {
    private static final List<String> WAYS = List.of("key", "prefix", "tag", "route");

    /** @throws io.universalmiddleware.contracts.problem.ProblemException if the document is not valid */
    static PurgeOrder of(ObjectNode document) {
        Violations violations = new Violations();
        Section in = Section.of(document, violations);
        String tenant = in.required("tenant");
        List<String> given = WAYS.stream().filter(in::has).toList();
        String by = given.isEmpty() ? "key" : given.get(0);
        String value = "";
        for (String way : WAYS) {
            String text = in.text(way, "");
            value = way.equals(by) ? text : value;
        }
        if (given.size() != 1) {
            in.violation("expected one of key, prefix, tag and route");
        } else if (value.isEmpty()) {
            in.violation(by, "expected a text");
        } else if (by.equals("key") || by.equals("prefix")) {
            if (value.startsWith("/") && RequestTarget.of(value) instanceof Checked.Usable<RequestTarget> usable) {
                value = by.equals("key")
                        ? usable.value().originForm()
                        : usable.value().path();
            } else {
                in.violation(by, "expected a path, as clients ask for it");
            }
        }
        boolean soft = in.flag("soft", false);
        in.end();
        Refusing.ifAny(violations);
        return new PurgeOrder(tenant, by, value, soft);
    }

    /** Has it done. */
    CompletionStage<Void> give(Purging purging) {
        return switch (by) {
            case "prefix" -> purging.prefix(tenant, value, soft);
            case "tag" -> purging.tag(tenant, value, soft);
            case "route" -> purging.route(tenant, value, soft);
            default -> purging.key(tenant, value, soft);
        };
    }
}
