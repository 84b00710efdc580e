package io.universalmiddleware.contracts.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a record as the data of an event type. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The name that the world sees, in the past tense after the application's prefix: {@code gopro.LearnerEnrolled}. */
    String name();

    /** The version of the data's shape, from 1. */
    int version() default 1;
}
