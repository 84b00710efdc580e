package io.universalmiddleware.runtime.rest;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Recoding says in CBOR (RFC 8949) or XML what is said in JSON, and in JSON what is said in CBOR.
 *
 * <p>In XML an object's members are elements of their names, a list's items are {@code item} elements, and a name that is no
 * element's is the {@code name} of a {@code member}.
 */
final class Recoding {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TOKENS = 200_000;

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectMapper cbor = new ObjectMapper(CBORFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private final XMLOutputFactory xml = XMLOutputFactory.newInstance();

    /** @throws IOException if it is no CBOR, or more than is taken */
    byte[] toJson(byte[] item) throws IOException {
        JsonNode read = cbor.readTree(item);
        if (read == null || read.isMissingNode()) {
            throw new IOException("no CBOR");
        }
        return json.writeValueAsBytes(read);
    }

    byte[] fromJson(byte[] document, Representation to) throws IOException {
        JsonNode read = json.readTree(document);
        return switch (to) {
            case JSON -> document;
            case CBOR -> cbor.writeValueAsBytes(read);
            case XML -> toXml(read);
        };
    }

    private byte[] toXml(JsonNode document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = xml.createXMLStreamWriter(out, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            element("answer", document, writer);
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IOException(impossible);
        }
        return out.toByteArray();
    }

    private static void element(String name, JsonNode value, XMLStreamWriter out) throws XMLStreamException {
        if (isName(name)) {
            out.writeStartElement(name);
        } else {
            out.writeStartElement("member");
            out.writeAttribute("name", characters(name));
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                element(member.getKey(), member.getValue(), out);
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                element("item", item, out);
            }
        } else if (value.isNull()) {
            out.writeAttribute("nil", "true");
        } else {
            out.writeCharacters(characters(value.asText()));
        }
        out.writeEndElement();
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean first = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!first && (i == 0 || !(c >= '0' && c <= '9' || c == '-' || c == '.'))) {
                return false;
            }
        }
        return !name.isEmpty() && !name.regionMatches(true, 0, "xml", 0, 3);
    }

    /** XML 1.0 has no controls but tab and line ends, and no half characters: U+FFFD stands for them. */
    private static String characters(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
            boolean none = c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF;
            clean.appendCodePoint(control || none ? 0xFFFD : c);
        });
        return clean.toString();
    }
}
