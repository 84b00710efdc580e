package io.universalmiddleware.gateway.compressing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** A gzip stream of a chosen level, whose flush lets a reader see all that was written. */
final class LevelledGzip extends GZIPOutputStream {
    private static final int BUFFER = 8_192;

    LevelledGzip(OutputStream sink, int level) throws IOException {
        super(sink, BUFFER, true);
        def.setLevel(level);
    }

    /** Also frees the native memory when the end was never written. */
    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            def.end();
        }
    }
}
