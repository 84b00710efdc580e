package io.universalmiddleware.cache.reading;

import java.util.Map;

/**
 * A read reply is what any of the doors gives back for a {@link ViewCall}.
 *
 * @param fields header fields, the media type among them where there is a body
 * @param body JSON; empty for 304
 */
record ReadReply(int status, Map<String, String> fields, byte[] body) {}
