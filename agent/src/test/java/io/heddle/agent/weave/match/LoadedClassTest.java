package io.heddle.agent.weave.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadedClassTest {
  /** The class that is asked about. */
  @Deprecated
  abstract static class Sample extends AbstractList<String> implements RandomAccess {}

  /** Defines {@link Sample} and gives its class file, or none. */
  private static final class Files extends ClassLoader {
    private final byte[] file;
    private final boolean gives;
    private int asked;

    Files(boolean gives) throws IOException {
      super(LoadedClassTest.class.getClassLoader());
      this.gives = gives;
      String path = Sample.class.getName().replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(path)) {
        this.file = java.util.Objects.requireNonNull(in).readAllBytes();
      }
    }

    Class<?> sample() {
      return defineClass(Sample.class.getName(), file, 0, file.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      asked++;
      return gives ? new ByteArrayInputStream(file) : null;
    }
  }

  private static LoadedClass of(Class<?> type) {
    return new LoadedClass(type, new ClassFiles());
  }

  @Test
  void shouldKnowEveryParent() {
    LoadedClass sample = of(Sample.class);
    for (String parent :
        new String[] {
          Sample.class.getName(),
          "java.util.AbstractList",
          "java.util.AbstractCollection",
          "java.util.RandomAccess",
          "java.util.List",
          "java.lang.Iterable",
          "java.lang.Object"
        }) {
      assertThat(sample.isSubtype(TypePattern.parse(parent))).as(parent).isTrue();
    }
    assertThat(sample.isSubtype(TypePattern.parse("java.util.Set"))).isFalse();
    assertThat(sample.isSubtype(TypePattern.parse("java.util.Abstract*"))).isTrue();
  }

  @Test
  void shouldReadTheClassFileOnceForManyAnnotations() throws IOException {
    Files files = new Files(true);
    LoadedClass sample = of(files.sample());
    for (int i = 0; i < 10; i++) {
      assertThat(sample.mayMention("Lcom/acme/Marked" + i + ";")).isFalse();
    }
    assertThat(sample.mayMention("Ljava/lang/Deprecated;")).isTrue();
    assertThat(files.asked).isEqualTo(1);
  }

  @Test
  void shouldLeaveAnAnnotationOpenWithoutAClassFile() throws IOException {
    assertThat(of(new Files(false).sample()).mayMention("com.acme.Marked")).isTrue();
  }

  @Test
  void shouldExpectNoAnnotationOfAnApplicationInTheJdk() {
    assertThat(of(Thread.class).mayMention("java.lang.Deprecated")).isFalse();
  }
}
