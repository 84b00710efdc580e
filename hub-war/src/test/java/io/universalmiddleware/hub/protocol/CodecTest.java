package io.universalmiddleware.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final Publication PUBLICATION =
            new Publication("{\"n\":1}", 7, Map.of("commandId", "c1"), 42, new ClientInfo("ann", "client-1"));

    @Test
    void keepsNumbersAndTextOfDataExactly() throws MalformedFrameException {
        String data = "{\"big\":12345678901234567890123,\"price\":1.10,\"tiny\":1E-400,\"text\":\"hé\\n\"}";

        Command command = Codecs.JSON
                .decode("{\"id\":1,\"publish\":{\"channel\":\"room\",\"data\": " + data + " }}")
                .get(0);

        assertThat(command).isEqualTo(new Command(1, new Request.Publish("room", data, true)));
    }

    @Test
    void readsCommandsOnSeveralLines() throws MalformedFrameException {
        assertThat(Codecs.JSON.decode("{\"id\":1,\"ping\":{}}\n{}\n{\"id\":2,\"what\":{}}\n"))
                .containsExactly(
                        new Command(1, new Request.Ping()),
                        new Command(0, new Request.Pong()),
                        new Command(2, new Request.Unknown()));
    }

    @Test
    void leavesOutWhatIsZeroOrEmpty() {
        Result bare = new Result.Subscribed("room", new Position("e", 0), List.of(), false, false);

        assertThat(text(Codecs.JSON.encode(3, bare)))
                .isEqualTo("{\"id\":3,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\"}}");
        assertThat(text(Codecs.JSON.encode(4, new Result.Failed(ErrorCode.INTERNAL))))
                .isEqualTo(
                        "{\"id\":4,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
    }

    @Test
    void aPushTellsAllOfAPublication() {
        assertThat(text(Codecs.JSON.encode(new Push.Published("room", "e", PUBLICATION))))
                .isEqualTo("{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":{\"n\":1},"
                        + "\"info\":{\"user\":\"ann\",\"client\":\"client-1\"},\"offset\":7,"
                        + "\"tags\":{\"commandId\":\"c1\"},\"time\":42}}}");
    }

    @Test
    void sizesAreBytesOnTheWire() {
        Encoded push =
                Codecs.JSON.encode(new Push.Published("é", "e", new Publication("\"héé\"", 1, Map.of(), 0, null)));

        assertThat(push.size()).isEqualTo(text(push).getBytes(StandardCharsets.UTF_8).length);
        assertThat(Codecs.JSON.join(List.of(push, push)).size()).isEqualTo(2 * push.size() + 1);
        assertThat(Codecs.PROTOBUF.ping().size()).isEqualTo(1);
    }

    @Test
    void protobufIsWhatItsOwnReaderUnderstands() throws MalformedFrameException {
        byte[] push = bytes(Codecs.PROTOBUF.encode(new Push.Published("room", "e", PUBLICATION)));
        ProtoReader reply = new ProtoReader(ByteBuffer.wrap(push)).delimited();

        assertThat(reply.field()).isEqualTo(4);
        ProtoReader inner = reply.message();
        assertThat(inner.field()).isEqualTo(2);
        assertThat(inner.text()).isEqualTo("room");
        assertThat(inner.field()).isEqualTo(4);
        ProtoReader publication = inner.message();
        assertThat(publication.field()).isEqualTo(4);
        assertThat(publication.text()).isEqualTo("{\"n\":1}");
    }

    @Test
    void readsEveryProtobufCommand() throws MalformedFrameException {
        assertThat(decoded(4, body -> body.text(1, "t"))).isEqualTo(new Request.Connect("t"));
        assertThat(decoded(
                        5,
                        body -> body.text(1, "room")
                                .flag(3, true)
                                .text(6, "e")
                                .number(7, 300)
                                .flag(11, true)
                                .number(14, 2)))
                .isEqualTo(new Request.Subscribe("room", "", new Position("e", 300), true, true, true));
        assertThat(decoded(6, body -> body.text(1, "room"))).isEqualTo(new Request.Unsubscribe("room"));
        assertThat(decoded(7, body -> body.text(1, "room").text(2, "{ \"a\" : 1 }")))
                .isEqualTo(new Request.Publish("room", "{\"a\":1}", true));
        assertThat(decoded(8, body -> body.text(1, "room"))).isEqualTo(new Request.Presence("room"));
        assertThat(decoded(9, body -> body.text(1, "room"))).isEqualTo(new Request.PresenceStats("room"));
        assertThat(decoded(
                        10,
                        body -> body.text(1, "room")
                                .number(7, 5)
                                .message(8, since -> since.number(1, 9).text(2, "e"))
                                .flag(9, true)))
                .isEqualTo(new Request.History("room", 5, new Position("e", 9), true));
        assertThat(decoded(11, body -> {})).isEqualTo(new Request.Ping());
        assertThat(decoded(12, body -> {})).isEqualTo(new Request.Send());
        assertThat(decoded(13, body -> body.text(2, "m"))).isEqualTo(new Request.Rpc("m"));
        assertThat(decoded(14, body -> body.text(1, "t"))).isEqualTo(new Request.Refresh("t"));
        assertThat(decoded(15, body -> body.text(1, "room"))).isEqualTo(new Request.SubRefresh("room"));
        assertThat(decoded(99, body -> {})).isEqualTo(new Request.Unknown());
        assertThat(Codecs.PROTOBUF.decode(new byte[] {0})).containsExactly(new Command(0, new Request.Pong()));
    }

    @Test
    void refusesProtobufDataThatIsNoJson() {
        assertThatThrownBy(() -> decoded(7, body -> body.text(1, "room").text(2, "nonsense")))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void anyBytesAreCommandsOrMalformedAndNothingElse() {
        Random random = new Random(20261121);
        byte[] good = command(
                5, body -> body.text(1, "room").flag(3, true).text(6, "e").number(7, 3));
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = Arrays.copyOf(good, random.nextInt(1, good.length + 8));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            assertThatCode(() -> decodeLeniently(Codecs.PROTOBUF, frame)).doesNotThrowAnyException();
            assertThatCode(() -> decodeLeniently(Codecs.JSON, frame)).doesNotThrowAnyException();
        }
    }

    @Test
    void aDeepOrWideBombIsMalformed() {
        assertThatThrownBy(() -> Codecs.JSON.decode("[".repeat(60_000))).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> Codecs.JSON.decode("{\"id\":1,\"publish\":{\"data\":" + "9".repeat(50_000) + "}}"))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void eventsCarryTheirPositionAsId() {
        Result begun = new Result.Subscribed("room", new Position("e", 7), List.of(PUBLICATION), true, true);

        assertThat(text(Codecs.EVENT_STREAM.encode(2, begun)))
                .startsWith("event: subscribed\nid: e:6\ndata: {\"channel\":\"room\",\"epoch\":\"e\",\"offset\":7,")
                .contains("\n\nid: e:7\ndata: {\"data\":{\"n\":1}")
                .endsWith("}\n\n");
        assertThat(EventStreamCodec.position("e:6")).isEqualTo(new Position("e", 6));
        assertThat(EventStreamCodec.position("6").epoch()).isEmpty();
        assertThat(EventStreamCodec.position("e:-6")).isEqualTo(new Position("e", 0));
    }

    private static void decodeLeniently(Codec codec, byte[] frame) {
        try {
            codec.decode(frame);
        } catch (MalformedFrameException malformed) {
            assertThat(malformed.getMessage()).isNotEmpty();
        }
    }

    private static Request decoded(int field, Consumer<ProtoWriter> body) throws MalformedFrameException {
        List<Command> commands = new ArrayList<>(Codecs.PROTOBUF.decode(command(field, body)));
        assertThat(commands).hasSize(1);
        assertThat(commands.get(0).id()).isEqualTo(300);
        return commands.get(0).request();
    }

    private static byte[] command(int field, Consumer<ProtoWriter> body) {
        return ProtoWriter.delimited(command -> command.number(1, 300).message(field, body));
    }

    private static String text(Encoded encoded) {
        return encoded.text();
    }

    private static byte[] bytes(Encoded encoded) {
        byte[] bytes = new byte[encoded.size()];
        encoded.bytes().get(bytes);
        return bytes;
    }
}
