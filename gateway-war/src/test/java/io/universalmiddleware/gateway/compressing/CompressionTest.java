package io.universalmiddleware.gateway.compressing;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.ZstdInputStream;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final List<String> ALL = List.of("gzip, br, zstd");

    @Test
    void nativeCodingsWorkHere() {
        assertThat(Coding.values()).allMatch(Coding::isLoaded);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCodedIsDecodedAgain(Coding coding) throws IOException {
        byte[] content = "{\"name\":\"value\"},".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        for (Effort effort : Effort.values()) {
            StreamingCoder coder = new StreamingCoder(coding, effort, false);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int from = 0; from < content.length; from += 7_000) {
                coder.bytes(slice(content, from, 7_000), out::writeBytes);
            }
            coder.end(out::writeBytes);
            coder.close();

            assertThat(out.size()).isLessThan(content.length / 20);
            assertThat(decoded(coding, out.toByteArray())).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventCanBeReadWhenItHasCome(Coding coding) throws IOException {
        StreamingCoder coder = new StreamingCoder(coding, Effort.BALANCED, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int event = 0; event < 5; event++) {
            byte[] piece = ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);

            coder.bytes(piece, out::writeBytes);

            String read = new String(available(coding, out.toByteArray()), StandardCharsets.UTF_8);
            assertThat(read).endsWith("data: " + event + "\n\n");
        }
        coder.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsCutFreesWhatItHolds(Coding coding) {
        StreamingCoder coder = new StreamingCoder(coding, Effort.FAST, false);
        coder.bytes(new byte[100], bytes -> {});

        coder.close();
        coder.close();
        coder.bytes(new byte[100], bytes -> {
            throw new AssertionError("written after its end");
        });
    }

    @Property(tries = 100)
    void anyPiecesAreDecodedAgain(
            @ForAll Coding coding, @ForAll boolean flushing, @ForAll @Size(max = 10) List<byte[]> pieces)
            throws IOException {
        StreamingCoder coder = new StreamingCoder(coding, Effort.FAST, flushing);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            in.writeBytes(piece);
            coder.bytes(piece, out::writeBytes);
        }
        coder.end(out::writeBytes);

        assertThat(decoded(coding, out.toByteArray())).isEqualTo(in.toByteArray());
    }

    @Test
    void theHeadOfACodedAnswerSaysSo() {
        FieldList head = FieldList.of(
                "Content-Type",
                "application/json; charset=utf-8",
                "Content-Length",
                "5000",
                "ETag",
                "\"a\"",
                "Accept-Ranges",
                "bytes",
                "Repr-Digest",
                "sha-256=:x:",
                "Digest",
                "sha-256=x",
                "Vary",
                "Origin");

        assertThat(begin("{}", "GET", 200, ALL, head, 5_000)).isPresent();

        assertThat(head.get("Content-Encoding")).isEqualTo("zstd");
        assertThat(head.has("Content-Length")).isFalse();
        assertThat(head.has("Accept-Ranges")).isFalse();
        assertThat(head.has("Repr-Digest")).isFalse();
        assertThat(head.has("Digest")).isFalse();
        assertThat(head.get("ETag")).isEqualTo("W/\"a\"");
        assertThat(head.all("Vary")).containsExactly("Origin", "Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 200, text/html, 100, '', too small",
        "GET, 200, image/png, 5000, '', not a type that gets smaller",
        "GET, 206, text/html, 5000, '', a part",
        "GET, 204, text/html, 0, '', nothing",
        "GET, 200, text/html, 5000, Content-Encoding: gzip, coded already",
        "GET, 200, text/html, 5000, 'Cache-Control: public, no-transform', not to be changed",
        "GET, 200, text/html, 5000, Content-Range: bytes 0-1/2, a part",
        "GET, 200, text/event-stream, -1, '', not asked for",
        "HEAD, 200, text/html, 5000, '', no content"
    })
    void leavesAlone(String method, int status, String type, long length, String extra, String why) {
        FieldList head = FieldList.of("Content-Type", type);
        if (!extra.isEmpty()) {
            head.add(extra.substring(0, extra.indexOf(':')), extra.substring(extra.indexOf(':') + 2));
        }

        assertThat(begin("{}", method, status, ALL, head, length)).as(why).isEmpty();
    }

    @Test
    void saysThatItVariesEvenWhenNothingWasAskedFor() {
        FieldList head = FieldList.of("Content-Type", "text/html", "ETag", "\"a\"");

        assertThat(begin("{}", "GET", 200, List.of(), head, 5_000)).isEmpty();

        assertThat(head.get("Vary")).isEqualTo("Accept-Encoding");
        assertThat(head.get("ETag")).isEqualTo("\"a\"");
    }

    @Test
    void aNotModifiedHasTheTagOfTheCodedAnswer() {
        FieldList head = FieldList.of("ETag", "\"a\"");

        assertThat(begin("{}", "GET", 304, ALL, head, -1)).isEmpty();

        assertThat(head.get("ETag")).isEqualTo("W/\"a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "304, '', '', Accept-Encoding",
        "304, image/png, '',",
        "304, '', no-transform,",
        "206, text/html, '', Accept-Encoding",
        "206, '', '', Accept-Encoding",
        "206, multipart/byteranges; boundary=x, '', Accept-Encoding",
        "206, image/png, '',",
        "206, text/html, no-transform,",
        "200, '', '',"
    })
    void partsAndConfirmationsVaryAsTheWholeDoes(int status, String type, String control, String vary) {
        FieldList head = new FieldList();
        if (!type.isEmpty()) {
            head.add("Content-Type", type);
        }
        if (!control.isEmpty()) {
            head.add("Cache-Control", control);
        }

        assertThat(begin("{}", "GET", status, ALL, head, -1)).isEmpty();

        assertThat(head.get("Vary")).isEqualTo(vary);
    }

    @Test
    void keepsToWhatTheRouteOffers() {
        FieldList head = FieldList.of("Content-Type", "text/event-stream");

        assertThat(begin("{'codings':['gzip'],'types':['text/event-stream']}", "GET", 200, ALL, head, -1))
                .isPresent();

        assertThat(head.get("Content-Encoding")).isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'codings':['deflate']}",
                "{'types':['html']}",
                "{'minBytes':-1}",
                "{'effort':'most'}",
                "{'level':3}"
            })
    void namesWhatIsWrong(String document) {
        assertThat(Documents.wrongIn(Compression::read, document)).hasSize(1);
    }

    private static Optional<StreamingCoder> begin(
            String document, String method, int status, List<String> accept, FieldList head, long length) {
        return Documents.read(Compression::read, document).begin(method, status, accept, head, length);
    }

    private static byte[] slice(byte[] from, int at, int most) {
        return Arrays.copyOfRange(from, at, Math.min(from.length, at + most));
    }

    private static byte[] decoded(Coding coding, byte[] coded) throws IOException {
        InputStream in = new ByteArrayInputStream(coded);
        return switch (coding) {
            case GZIP -> new GZIPInputStream(in).readAllBytes();
            case BR -> Decoder.decompress(coded).getDecompressedData();
            case ZSTD -> new ZstdInputStream(in).readAllBytes();
        };
    }

    /** What can be read of a stream that has not ended. */
    private static byte[] available(Coding coding, byte[] coded) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = decoding(coding, new ByteArrayInputStream(coded))) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
            }
        } catch (IOException end) {
            return read.toByteArray();
        }
        return read.toByteArray();
    }

    private static InputStream decoding(Coding coding, InputStream in) throws IOException {
        return switch (coding) {
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in).setContinuous(true);
            case BR -> {
                BrotliInputStream brotli = new BrotliInputStream(in);
                brotli.enableEagerOutput();
                yield brotli;
            }
        };
    }
}
