package io.universalmiddleware.command.intake;

import java.util.Map;

/**
 * A command answer is what any of the doors gives back for a {@link CommandCall}.
 *
 * @param fields header fields, the media type among them
 * @param body JSON
 */
record CommandAnswer(int status, Map<String, String> fields, byte[] body) {}
