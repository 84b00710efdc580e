package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.FieldList;
import java.util.concurrent.Flow;

/**
 * What an origin answered to a request of the edge's own.
 *
 * @param fields without those of one hop
 * @param length bytes of the body as the origin announced them; negative if it did not
 * @param body comes as fast as it is asked for; to be subscribed to once, within the origin's idle timeout, and then read
 *     to its end or cancelled. An error says that it is not whole
 */
public record OriginAnswer(int status, FieldList fields, long length, Flow.Publisher<byte[]> body) {}
