package io.universalmiddleware.gateway.identity.authorize;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page as a browser gets it from a servlet. */
final class WrittenPage {
    private final Map<String, String> fields = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

    /** What a servlet writes it to. */
    HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                WrittenPage.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, this::called);
    }

    int status() {
        return status;
    }

    /** The last value of a header field; null if there is none. */
    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private @Nullable Object called(Object response, Method method, Object[] sent) {
        switch (method.getName()) {
            case "setStatus" -> status = (Integer) sent[0];
            case "setHeader", "addHeader" -> fields.put(String.valueOf(sent[0]), String.valueOf(sent[1]));
            case "setContentType" -> fields.put("Content-Type", String.valueOf(sent[0]));
            case "getOutputStream" -> {
                return new Body();
            }
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return null;
    }

    private final class Body extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int b) {
            body.write(b);
        }
    }
}
