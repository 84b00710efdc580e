package io.universalmiddleware.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;

/**
 * A request over HTTP/1.1 that has no body.
 *
 * @param target in origin form
 * @param fields all of them, {@code Host} too; valid, since nothing looks at them again
 */
public record PlainRequest(HttpMethod method, String target, HeadersMultiMap fields) {
    private static final int USUAL_SIZE = 1_024;
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int END = 0x0d0a;

    /** Whether its answer has no body, whatever that says. */
    boolean isHead() {
        return method.equals(HttpMethod.HEAD);
    }

    /** As it goes over the wire. */
    public ByteBuf encoded(ByteBufAllocator allocator) {
        ByteBuf out = allocator.directBuffer(USUAL_SIZE);
        try {
            ByteBufUtil.copy(method.toNetty().asciiName(), out);
            out.writeByte(' ');
            ByteBufUtil.writeAscii(out, target);
            out.writeBytes(VERSION);
            fields.encode(out);
            out.writeShort(END);
            return out;
        } catch (RuntimeException fault) {
            out.release();
            throw fault;
        }
    }
}
