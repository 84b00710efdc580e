package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.control.Refusing;
import io.universalmiddleware.gateway.document.DocumentReader;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.policy.Grants;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A draft as its author writes it: what is absent is as it comes with the platform. */
@Schema(name = "PolicyDraft", description = "What is absent is as it comes with the platform.")
record Draft(
        @Schema(description = "What it is for.") @Nullable String note,

        @Schema(description = "Rego of package um.authz; needs the module.") @Nullable
        String source,

        @Schema(
                description =
                        "What opa build -t wasm -e um/authz/decision makes of the source: policy.wasm in base64, at most 1 MiB.")
        @Nullable
        String module,

        @Schema(
                implementation = Object.class,
                description =
                        "roles: the operations of each, in every tenant. operators: what the operator's admins may besides.")
        @Nullable
        JsonNode grants,

        @Schema(
                implementation = Object.class,
                description = "name, input, and allow: whether it must be allowed. At most 200.")
        JsonNode tests) {

    private static final DocumentReader DOCUMENT = new DocumentReader(2 << 20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_SOURCE = 256 << 10;
    private static final int LARGEST_MODULE = 1 << 20;
    private static final int MOST_TESTS = 200;
    private static final int MOST_ROLES = 100;

    /**
     * What a body says.
     *
     * @throws io.universalmiddleware.contracts.problem.ProblemException 400 naming every field that is not valid; 413 beyond 2 MiB
     */
    static PolicyContent read(InputStream body) throws IOException {
        ObjectNode document = DOCUMENT.read(body);
        Violations violations = new Violations();
        Section in = Section.of(document, violations);
        PolicyContent content = new PolicyContent(
                note(in), source(in), module(in), text(document.get("grants"), grants(in)), tests(in, document));
        if ((content.source() == null) != (content.module() == null)) {
            in.violation(content.source() == null ? "source" : "module", "source and module belong together");
        }
        in.end();
        Refusing.ifAny(violations);
        return content;
    }

    private static @Nullable String note(Section in) {
        @Nullable String note = in.text("note");
        if (note != null && note.length() > LONGEST_NOTE) {
            in.violation("note", "expected at most " + LONGEST_NOTE + " characters");
        }
        return note;
    }

    private static @Nullable String source(Section in) {
        @Nullable JsonNode source = in.any("source");
        if (source == null) {
            return null;
        }
        if (!source.isTextual() || source.textValue().length() > LONGEST_SOURCE) {
            in.violation("source", "expected text of at most " + LONGEST_SOURCE + " characters");
        }
        return source.asText();
    }

    private static byte @Nullable [] module(Section in) {
        @Nullable JsonNode module = in.any("module");
        if (module == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(module.isTextual() ? module.textValue() : "?");
            if (bytes.length > LARGEST_MODULE) {
                in.violation("module", "expected at most " + LARGEST_MODULE + " bytes");
            }
            return bytes;
        } catch (IllegalArgumentException undecodable) {
            in.violation("module", "expected base64");
            return new byte[0];
        }
    }

    private static boolean grants(Section in) {
        in.object("grants").ifPresent(grants -> {
            check(grants, "operators");
            Optional<Section> roles = grants.object("roles");
            if (roles.isEmpty()) {
                grants.violation("roles", "expected an object");
            } else if (roles.get().fields().size() > MOST_ROLES) {
                grants.violation("roles", "expected at most " + MOST_ROLES + " roles");
            } else {
                roles.get().fields().forEach(role -> check(roles.get(), role));
            }
        });
        return in.isObject("grants");
    }

    private static void check(Section in, String field) {
        List<String> granted = in.texts(field);
        for (int i = 0; i < granted.size(); i++) {
            int index = i;
            Grants.complaint(granted.get(i)).ifPresent(complaint -> in.violation(field, index, complaint));
        }
    }

    private static @Nullable String text(@Nullable JsonNode grants, boolean there) {
        return there && grants != null ? Grants.of(grants).json().toString() : null;
    }

    private static String tests(Section in, ObjectNode document) {
        List<Section> cases = in.objects("tests");
        if (cases.size() > MOST_TESTS) {
            in.violation("tests", "expected at most " + MOST_TESTS);
        }
        cases.forEach(TestCase::read);
        return in.isList("tests") ? document.path("tests").toString() : "[]";
    }

    /** The test cases of a version, as they are kept. */
    static List<TestCase> tests(PolicyContent content) {
        List<TestCase> tests = new ArrayList<>();
        json(content.tests()).forEach(test -> tests.add(TestCase.read(Section.of(test, new Violations()))));
        return tests;
    }

    /** What a version's roles grant. */
    static Grants grants(PolicyContent content) {
        @Nullable String kept = content.grants();
        return kept == null ? Grants.builtIn() : Grants.of(json(kept));
    }

    /** JSON as it is kept. */
    static JsonNode json(String kept) {
        try {
            return JSON.readTree(kept);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(damaged);
        }
    }
}
