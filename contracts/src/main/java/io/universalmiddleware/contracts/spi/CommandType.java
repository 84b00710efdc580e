package io.universalmiddleware.contracts.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a record as the payload of a command type. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CommandType {

    /** The name that clients send, an imperative after the application's prefix: {@code gopro.EnrolLearner}. */
    String name();

    /** The version of the payload's schema, from 1. Several versions of a name may stand side by side. */
    int version() default 1;

    /** The type of the aggregate that it changes: {@code gopro.Enrolment}. */
    String aggregate();

    /**
     * What the aggregate id must be, made of payload members in braces: <code>{learner}:{course}</code>. Empty: any
     * id. A client may then leave the id out; one that differs is refused.
     */
    String aggregateId() default "";

    /** The payload's JSON Schema (2020-12): an absolute resource path in the application's jar. */
    String schema();
}
