package io.universalmiddleware.gateway.caching.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

    @Property
    void readsWhatItWrites(
            @ForAll byte[] body,
            @ForAll @IntRange(min = 200, max = 599) int status,
            @ForAll boolean[] flags,
            @ForAll long number,
            @ForAll List<@AlphaChars String> tags) {
        boolean flag = flags.length > 0 && flags[0];
        StoredResponse response = new StoredResponse(
                "stamp",
                status,
                FieldList.of("Content-Type", "text/plain", "X-A", "1", "x-a", "2"),
                body,
                new Terms(number, flag, !flag, flag, !flag, 5, number),
                number,
                -number,
                "/a?ü",
                tags);

        StoredResponse read = ((Held.Stored) EntryCodec.read(EntryCodec.write(new Held.Stored(response)))
                        .orElseThrow())
                .response();

        assertThat(read.body()).isEqualTo(body);
        assertThat(read.fields().all("X-A")).containsExactly("1", "2");
        assertThat(read.terms()).isEqualTo(response.terms());
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("body", "fields", "terms")
                .isEqualTo(response);
    }

    @Test
    void readsMarks() {
        Held varies = new Held.Varies(new Vary(List.of("accept", "x-a")));
        Held uncacheable = new Held.Uncacheable("private");

        assertThat(EntryCodec.read(EntryCodec.write(varies))).contains(varies);
        assertThat(EntryCodec.read(EntryCodec.write(uncacheable))).contains(uncacheable);
    }

    @Property
    void whatIsDamagedReadsAsNothingOrAsSomethingElseButNeverFails(@ForAll @Size(max = 200) byte[] junk) {
        assertThat(EntryCodec.read(junk)).isNotNull();
    }

    @Property
    void whatIsCutShortReadsAsNothing(@ForAll @IntRange(max = 100_000) int at) {
        byte[] whole = EntryCodec.write(new Held.Stored(Stored.response("/a", "body", "t")));

        assertThat(EntryCodec.read(Arrays.copyOf(whole, at % whole.length))).isEmpty();
    }
}
