package io.universalmiddleware.gateway.compressing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCodingsTest {
    private static final List<Coding> OFFERED = List.of(Coding.ZSTD, Coding.BR, Coding.GZIP);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | none
            gzip                              | GZIP
            GZip                              | GZIP
            x-gzip                            | GZIP
            gzip, deflate, br, zstd           | ZSTD
            gzip, br                          | BR
            br;q=0.5, gzip                    | GZIP
            br;q=0.5, gzip;q=0.4              | BR
            gzip;q=0                          | none
            gzip;q=0, *                       | ZSTD
            *;q=0                             | none
            *                                 | ZSTD
            *;q=0.5, br;q=0                   | ZSTD
            identity                          | none
            identity;q=0, gzip;q=0.1          | GZIP
            identity;q=1, gzip;q=0.5          | none
            identity;q=0.5, gzip;q=0.5        | GZIP
            gzip;q=0.001                      | GZIP
            gzip;q=1.5                        | none
            gzip;q=0.1234                     | none
            gzip;q=-1                         | none
            gzip;q=x                          | none
            gzip;level=9                      | none
            ' gzip ; q=0.8 , br ;q=0.9'       | BR
            deflate, compress                 | none
            ',,,'                             | none
            gzipx                             | none
            """)
    void chooses(String accept, String expected) {
        String chosen = AcceptedCodings.choose(List.of(accept), OFFERED)
                .map(Coding::name)
                .orElse("none");

        assertThat(chosen).isEqualTo(expected);
    }

    @Property
    void whateverAClientSaysIsRead(@ForAll String accept) {
        assertThat(AcceptedCodings.choose(List.of(accept, accept), OFFERED)).isNotNull();
    }
}
