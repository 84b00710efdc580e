package io.universalmiddleware.persistence.policy;

/**
 * A recorded question is an input that the policy was asked about.
 *
 * @param input its JSON, the same for the same input
 * @param times how often it was asked, as far as that is known
 */
public record RecordedQuestion(String input, long times) {}
