package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.document.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query rewrite removes, renames, sets and adds parameters, in this order; all others keep their place and spelling.
 *
 * <p>A parameter is found by its name as it reads when decoded. A value with a variable that the request lacks is left out.
 */
record QueryRewrite(
        Set<String> remove, Map<String, String> rename, Map<String, VariableText> set, Map<String, VariableText> add) {

    QueryRewrite {
        remove = Set.copyOf(remove);
        rename = Map.copyOf(rename);
        set = Texts.ordered(set);
        add = Texts.ordered(add);
    }

    static final QueryRewrite NONE = new QueryRewrite(Set.of(), Map.of(), Map.of(), Map.of());

    static QueryRewrite read(Section in) {
        List<String> remove = in.texts("remove");
        QueryRewrite read =
                new QueryRewrite(new HashSet<>(remove), in.map("rename"), Texts.read(in, "set"), Texts.read(in, "add"));
        return read;
    }

    boolean isNone() {
        return remove.isEmpty() && rename.isEmpty() && set.isEmpty() && add.isEmpty();
    }

    /** The new query; null if nothing is left of it. */
    @Nullable
    String apply(@Nullable String query, Variables variables) {
        StringBuilder out = new StringBuilder(query == null ? 32 : query.length() + 32);
        if (query != null) {
            for (int from = 0; from <= query.length(); ) {
                int and = query.indexOf('&', from);
                int end = and < 0 ? query.length() : and;
                keep(query.substring(from, end), out);
                from = end + 1;
            }
        }
        append(set, variables, out);
        append(add, variables, out);
        return out.length() == 0 ? null : out.toString();
    }

    private void keep(String parameter, StringBuilder out) {
        int equals = parameter.indexOf('=');
        String name = QueryText.decode(equals < 0 ? parameter : parameter.substring(0, equals));
        if (remove.contains(name) || set.containsKey(name) || parameter.isEmpty()) {
            return;
        }
        String renamed = rename.get(name);
        separate(out);
        if (renamed == null) {
            out.append(parameter);
        } else {
            out.append(QueryText.encode(renamed)).append(equals < 0 ? "" : parameter.substring(equals));
        }
    }

    private static void append(Map<String, VariableText> texts, Variables variables, StringBuilder out) {
        texts.forEach((name, text) -> {
            String value = text.fill(variables);
            if (value != null) {
                separate(out);
                out.append(QueryText.encode(name)).append('=').append(QueryText.encode(value));
            }
        });
    }

    private static void separate(StringBuilder out) {
        if (out.length() > 0) {
            out.append('&');
        }
    }
}
