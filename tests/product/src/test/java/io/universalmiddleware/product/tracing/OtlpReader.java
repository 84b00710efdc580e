package io.universalmiddleware.product.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the spans of an {@code ExportTraceServiceRequest} (opentelemetry-proto 1.x, trace.proto), by field numbers.
 *
 * <p>The generated classes need another protobuf than the one the hub's client brings.
 */
final class OtlpReader {
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int STATUS_ERROR = 2;

    private OtlpReader() {}

    static List<CollectedSpan> spans(byte[] request) throws IOException {
        List<CollectedSpan> spans = new ArrayList<>();
        for (Field resource : fields(CodedInputStream.newInstance(request))) {
            if (resource.number() == RESOURCE_SPANS) {
                for (Field scope : resource.message()) {
                    if (scope.number() == SCOPE_SPANS) {
                        for (Field span : scope.message()) {
                            if (span.number() == SPANS) {
                                spans.add(span(span.message()));
                            }
                        }
                    }
                }
            }
        }
        return spans;
    }

    private static CollectedSpan span(List<Field> fields) throws IOException {
        Map<Integer, Field> single = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        for (Field field : fields) {
            if (field.number() == 9) {
                List<Field> pair = field.message();
                attributes.put(pair.get(0).text(), pair.get(1).message().get(0).text());
            } else {
                single.put(field.number(), field);
            }
        }
        Field none = new Field(0, 0, ByteString.EMPTY);
        boolean failed = false;
        for (Field status : single.getOrDefault(15, none).message()) {
            failed |= status.number() == 3 && status.value() == STATUS_ERROR;
        }
        return new CollectedSpan(
                single.getOrDefault(1, none).hex(),
                single.getOrDefault(2, none).hex(),
                single.getOrDefault(4, none).hex(),
                single.getOrDefault(5, none).text(),
                (int) single.getOrDefault(6, none).value(),
                attributes,
                failed);
    }

    private static List<Field> fields(CodedInputStream in) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            fields.add(
                    switch (WireFormat.getTagWireType(tag)) {
                        case WireFormat.WIRETYPE_VARINT -> new Field(number, in.readInt64(), ByteString.EMPTY);
                        case WireFormat.WIRETYPE_FIXED64 -> new Field(number, in.readFixed64(), ByteString.EMPTY);
                        case WireFormat.WIRETYPE_FIXED32 -> new Field(number, in.readFixed32(), ByteString.EMPTY);
                        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> new Field(number, 0, in.readBytes());
                        default -> throw new IOException("wire type of tag " + tag);
                    });
        }
        return fields;
    }

    /** A field on the wire: a number, or bytes. */
    private record Field(int number, long value, ByteString bytes) {
        List<Field> message() throws IOException {
            return fields(bytes.newCodedInput());
        }

        String text() {
            return bytes.isEmpty() ? Long.toString(value) : bytes.toStringUtf8();
        }

        String hex() {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
    }
}
