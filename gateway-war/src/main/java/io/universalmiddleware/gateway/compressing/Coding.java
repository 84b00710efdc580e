package io.universalmiddleware.gateway.compressing;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * A coding is a way to make content smaller (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
 *
 * <p>Brotli and zstd are native code, loaded when a route first asks for them; where it is missing they are not offered.
 */
enum Coding {
    ZSTD {
        @Override
        OutputStream onto(OutputStream sink, Effort effort) throws IOException {
            return new ZstdOutputStreamNoFinalizer(sink, effort.zstd());
        }

        @Override
        boolean isLoaded() {
            return Natives.ZSTD;
        }
    },
    BR {
        @Override
        OutputStream onto(OutputStream sink, Effort effort) throws IOException {
            if (!isLoaded()) {
                throw new IOException("brotli is not here");
            }
            return new BrotliOutputStream(sink, Encoder.Parameters.create(effort.brotli(), WINDOW_BITS));
        }

        @Override
        boolean isLoaded() {
            return Natives.BROTLI;
        }
    },
    GZIP {
        @Override
        OutputStream onto(OutputStream sink, Effort effort) throws IOException {
            return new LevelledGzip(sink, effort.gzip());
        }

        @Override
        boolean isLoaded() {
            return true;
        }
    };

    private static final int WINDOW_BITS = 18;

    /** A stream that writes what is written to it, coded, to the sink; a flush writes all that was written so far. */
    abstract OutputStream onto(OutputStream sink, Effort effort) throws IOException;

    /** Whether it can be used in this process. */
    abstract boolean isLoaded();

    /** As {@code Content-Encoding} names it. */
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is asked once, when it is first needed. */
    private static final class Natives {
        static final boolean BROTLI = works(Brotli4jLoader::ensureAvailability);
        static final boolean ZSTD = works(Zstd::maxCompressionLevel);

        private static boolean works(Runnable loading) {
            try {
                loading.run();
                return true;
            } catch (LinkageError | RuntimeException missing) {
                return false;
            }
        }
    }
}
