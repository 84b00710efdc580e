package io.universalmiddleware.contracts.authorization;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says by what name grants know the resource that a method of the API is asked for; whoever is granted some only is let to those. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ResourceName {

    /** The kind, such as {@code view}. */
    String kind();

    /** The name, with the path's parameters in braces: <code>{view}:{key}</code>. */
    String name();
}
