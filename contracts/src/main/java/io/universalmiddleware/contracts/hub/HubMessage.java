package io.universalmiddleware.contracts.hub;

/**
 * A hub message is what a topic carries: a publication, or someone's joining or leaving.
 *
 * <p>Text: {@code {kind} {epoch} {offset} {channel id}}, a line break, and the JSON of a publication or of a client.
 *
 * @param offset 0 where the kind is no publication
 */
public record HubMessage(Kind kind, String epoch, long offset, HubChannel channel, String body) {

    /** What a message tells. */
    public enum Kind {
        PUBLICATION('P'),
        JOIN('J'),
        LEAVE('L');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of hub message");
        }
    }

    /** @throws IllegalArgumentException if the text is no hub message */
    public static HubMessage parse(String text) {
        int line = text.indexOf('\n');
        int epoch = 2;
        int offset = text.indexOf(' ', epoch) + 1;
        int channel = text.indexOf(' ', offset) + 1;
        if (offset <= epoch || channel <= offset || line < channel) {
            throw new IllegalArgumentException("not a hub message");
        }
        return new HubMessage(
                Kind.of(text.charAt(0)),
                text.substring(epoch, offset - 1),
                Long.parseLong(text.substring(offset, channel - 1)),
                HubChannel.parse(text.substring(channel, line)),
                text.substring(line + 1));
    }
}
