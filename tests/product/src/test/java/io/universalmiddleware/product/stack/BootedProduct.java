package io.universalmiddleware.product.stack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the booted {@link Product} as a parameter.
 *
 * <p>Products with the same name are one, started once for all tests of the run and stopped at its end.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProductExtension.class)
public @interface BootedProduct {
    String value() default "main";
}
