package io.universalmiddleware.contracts.edge;

import java.util.Map;

/**
 * The answer to an {@link EdgeRequest}.
 *
 * @param fields header fields but for Content-Length and X-Request-Id, which the edge adds
 * @param body empty for none. Not copied: whoever made it does not change it any more
 */
public record EdgeAnswer(int status, Map<String, String> fields, byte[] body) {}
