package io.heddle.agent.weave.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnotationSearchTest {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Visible {}

  @Retention(RetentionPolicy.CLASS)
  @interface Invisible {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Kept {}

  @Visible
  static final class OnType {}

  static final class OnMethod {
    @Invisible
    void method() {}
  }

  static final class OnField {
    @Kept final int field = 1;
  }

  /** Mentions an annotation, and bears none. */
  static final class Nowhere {
    final Class<?> type = Visible.class;
  }

  @Test
  void shouldFindAnnotationsOfEveryRetentionOnEveryMember() throws IOException {
    assertThat(finds(OnType.class, Visible.class)).isTrue();
    assertThat(finds(OnMethod.class, Invisible.class)).isTrue();
    assertThat(finds(OnField.class, Kept.class)).isTrue();
  }

  @Test
  void shouldFindNoOther() throws IOException {
    assertThat(finds(OnType.class, Invisible.class)).isFalse();
    assertThat(finds(OnMethod.class, Visible.class)).isFalse();
    assertThat(finds(Nowhere.class, Visible.class)).isFalse();
  }

  private static boolean finds(Class<?> in, Class<?> annotation) throws IOException {
    String path = "/" + in.getName().replace('.', '/') + ".class";
    try (InputStream file = in.getResourceAsStream(path)) {
      return new AnnotationSearch(Objects.requireNonNull(file).readAllBytes())
          .finds(AnnotationSearch.descriptor(annotation.getName()));
    }
  }
}
