package io.heddle.agent.weave.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class KnownClassesTest {
  private final ClassFiles files = new ClassFiles();
  private final KnownClasses known = new KnownClasses();

  private static final class Loader extends ClassLoader {
    Loader(ClassLoader parent) {
      super(parent);
    }
  }

  private static Loader loader() {
    return new Loader(KnownClassesTest.class.getClassLoader());
  }

  private static ClassHeader header(String name, String parent) {
    return new ClassHeader(name, 0, parent, List.of(), 61);
  }

  @Test
  void shouldKnowWhatALoaderDefined() {
    Loader loader = loader();
    known.remember(header("com.acme.Base", "com.acme.Root"), loader);
    known.remember(header("com.acme.Base", "com.acme.Other"), loader); // a name is defined once
    assertThat(known.definedBy(loader, "com.acme.Base"))
        .isEqualTo(header("com.acme.Base", "com.acme.Root"));
    assertThat(known.definedBy(loader(), "com.acme.Base")).isNull();
    assertThat(known.definedBy(loader, "com.acme.Root")).isNull();
  }

  @Test
  void shouldPassOverWhatCannotBeAParent() {
    Loader loader = loader();
    known.remember(new ClassHeader("com.acme.Leaf", Modifier.FINAL, "A", List.of(), 61), loader);
    assertThat(known.definedBy(loader, "com.acme.Leaf")).isNull();
  }

  @Test
  void shouldPreferTheNewestLoaderWithTheSameParent() {
    Loader parent = loader();
    Loader first = new Loader(parent);
    Loader second = new Loader(parent);
    Loader stranger = loader();
    known.remember(header("Base", "First"), first);
    known.remember(header("Base", "Second"), second);
    known.remember(header("Base", "Stranger"), stranger);
    assertThat(known.beside(new Loader(parent), "Base", files)).isEqualTo(header("Base", "Second"));
  }

  @Test
  void shouldAskStrangersOnlyWhereAllAgree() {
    Loader one = new Loader(loader());
    Loader other = new Loader(loader());
    Loader asking = new Loader(loader());
    known.remember(header("Base", "Root"), one);
    known.remember(header("Base", "Root"), other);
    assertThat(known.beside(asking, "Base", files)).isEqualTo(header("Base", "Root"));
    known.remember(header("Base", "Else"), new Loader(loader()));
    assertThat(known.beside(asking, "Base", files)).isNull();
  }

  @Test
  void shouldForgetTheOldestBeyondItsBounds() {
    Loader loader = loader();
    for (int i = 0; i < KnownClasses.MOST + 1000; i++) {
      known.remember(header("com.acme.Type" + i, "com.acme.Base"), loader);
    }
    assertThat(known.size()).isEqualTo(KnownClasses.MOST);
    assertThat(known.definedBy(loader, "com.acme.Type999")).isNull();
    assertThat(known.definedBy(loader, "com.acme.Type1000")).isNotNull();
    assertThat(known.definedBy(loader, "com.acme.Type" + (KnownClasses.MOST + 999))).isNotNull();
  }

  @Test
  void shouldKeepFewOfOneName() {
    List<Loader> loaders = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Loader loader = loader();
      if (i >= 99_990) {
        loaders.add(loader);
      }
      known.remember(header("Script1", "Base"), loader);
    }
    assertThat(known.size()).isLessThanOrEqualTo(KnownClasses.MOST_OF_A_NAME);
    for (Loader loader : loaders) {
      assertThat(known.definedBy(loader, "Script1")).isNotNull();
    }
    assertThat(bytes()).isLessThan(300_000L);
  }

  @Test
  void shouldForgetLoadersThatAreGone() throws InterruptedException {
    Loader loader = loader();
    known.remember(header("com.acme.Kept", "com.acme.Base"), loader);
    for (int i = 0; i < 1000; i++) {
      known.remember(header("com.acme.Type" + i, "com.acme.Base"), loader());
    }
    for (int i = 0; i < 100 && known.size() > 1; i++) {
      System.gc();
      known.sweep();
      Thread.sleep(10); // references are cleared behind the collection
    }
    assertThat(known.size()).isEqualTo(1);
    assertThat(known.definedBy(loader, "com.acme.Kept")).isNotNull();
  }

  /** What the comment at {@link KnownClasses#MOST} says. */
  @Test
  void shouldTakeFiveMebibytesAtMost() {
    Loader loader = loader();
    String parent = "com.acme.application.framework.AbstractService";
    bytes(); // loads what it needs itself, which is the class loader's
    long before = bytes();
    for (int i = 0; i < KnownClasses.MOST; i++) {
      String name = "com.acme.application.department" + i % 100 + ".SomeService" + i;
      // as a reader makes it: each with a text of its own
      known.remember(header(name, parent.substring(0, 40).concat(parent.substring(40))), loader);
    }
    long each = (bytes() - before) / KnownClasses.MOST;
    assertThat(each).isBetween(270L, 310L);
    assertThat(bytes() - before).isLessThan(5L << 20);
  }

  /**
   * Without the loaders, which are not its own: looked at before and after, until nothing of theirs
   * loads or is cleared in between.
   */
  private long bytes() {
    for (int i = 0; i < 50; i++) {
      System.gc(); // a weak reference is linked to others while it waits to be cleared
      long before = loaderBytes();
      long all = GraphLayout.parseInstance(known).totalSize();
      if (loaderBytes() == before) {
        return all - before;
      }
    }
    throw new AssertionError("classes load without an end");
  }

  private static long loaderBytes() {
    return GraphLayout.parseInstance(KnownClassesTest.class.getClassLoader()).totalSize();
  }
}
