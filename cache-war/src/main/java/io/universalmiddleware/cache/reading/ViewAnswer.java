package io.universalmiddleware.cache.reading;

import io.universalmiddleware.cache.view.ViewValue;
import java.time.Duration;

/**
 * A view answer is a row and how it was come by.
 *
 * @param age since it was known to be what PostgreSQL has
 * @param status the value of {@code Cache-Status} (RFC 9211), the cache nearest to PostgreSQL first
 */
public record ViewAnswer(ViewValue value, Duration age, String status) {}
