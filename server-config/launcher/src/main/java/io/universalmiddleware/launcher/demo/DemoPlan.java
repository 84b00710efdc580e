package io.universalmiddleware.launcher.demo;

/**
 * How much the demonstration does.
 *
 * @param learners to enrol, from 1
 * @param lessonsEach that each of them completes, at least 1
 * @param perSecond commands begun a second, at least 1
 * @param tenant whose learners these are
 * @param topicPrefix of this deployment's topics
 * @param keyPrefix of this deployment's keys in Redis
 */
public record DemoPlan(
        int learners, int lessonsEach, int perSecond, String tenant, String topicPrefix, String keyPrefix) {
    public DemoPlan {
        if (learners < 1 || lessonsEach < 1 || perSecond < 1) {
            throw new IllegalArgumentException("learners, lessons and rate are at least 1");
        }
    }
}
