package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.stores.StoreException;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** One YAML document as JSON, and back. It makes no objects but maps, lists and plain values. */
final class YamlText {
    private static final int MOST_CHARACTERS = 32 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private YamlText() {}

    /** @throws StoreException saying where it is not valid */
    static JsonNode read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setMaxAliasesForCollections(50);
        try {
            return json(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (YAMLException invalid) {
            throw new StoreException("That is no valid YAML: " + invalid.getMessage());
        }
    }

    static String write(JsonNode document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return new Yaml(new Representer(options), options).dump(JSON.convertValue(document, Object.class));
    }

    private static JsonNode json(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            map.forEach((key, field) -> object.set(String.valueOf(key), json(field)));
            return object;
        }
        if (value instanceof Collection<?> items) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> list.add(json(item)));
            return list;
        }
        // YAML takes a time that is not quoted for a date; documents have it as text
        return value instanceof Date date
                ? JsonNodeFactory.instance.textNode(date.toInstant().toString())
                : JSON.valueToTree(value);
    }
}
