package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.document.Section;
import java.util.Map;
import java.util.regex.Pattern;

/** What definitions may be called. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:@/+-]{0,99}");
    private static final String EXPECTED =
            "expected 1 to 100 letters, digits, spaces and . _ : @ / + -, a letter or digit first";

    private Names() {}

    /** The name in a document, by which others refer to it. */
    static String name(Section in) {
        return checked(in, "name");
    }

    /** The name of another definition. */
    static String other(Section in, String field) {
        return checked(in, field);
    }

    /** The slug of the tenant that a document belongs to. */
    static String tenant(Section in) {
        return slug(in, "tenant");
    }

    /** A tenant's slug: a DNS label. */
    static String slug(Section in, String field) {
        String slug = in.required(field);
        if (!slug.isBlank() && !TenantId.isValid(slug)) {
            in.violation(field, "expected a DNS label: 1 to 63 of a-z, 0-9 and -, neither first nor last a -");
        }
        return slug;
    }

    /** That the tenant must be there. */
    static Map<String, String> tenantReference(String tenant) {
        return Map.of(Kind.TENANT.key(tenant, tenant), "/tenant");
    }

    private static String checked(Section in, String field) {
        String name = in.required(field);
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            in.violation(field, EXPECTED);
        }
        return name;
    }
}
