package io.universalmiddleware.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void comesWithTheApplicationAndNamesItsSource() {
        Catalogue catalogue = Catalogue.read();

        assertThat(catalogue.attribution()).contains("Exercism");
        assertThat(catalogue.courses()).isNotEmpty().allSatisfy(course -> {
            assertThat(course.lessons()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
            assertThat(course.payload().has("slug")).isFalse();
        });
    }
}
