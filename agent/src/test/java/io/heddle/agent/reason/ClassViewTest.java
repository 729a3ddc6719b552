package io.heddle.agent.reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Class files that javac made, read without loading what they mention. */
class ClassViewTest {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Measured {
    String[] tags() default {};

    Unit unit() default @Unit("s");
  }

  /** An annotation as a value of another. */
  @interface Unit {
    String value();
  }

  @Retention(RetentionPolicy.SOURCE)
  @interface Draft {}

  @Deprecated
  abstract static class Shop implements Comparable<Shop> {
    static final long SIZE = 12;
    @Deprecated int stock;

    @Measured(
        tags = {"a", "b"},
        unit = @Unit("ms"))
    public String place(int[][] counts, Map.Entry<String, Long> entry, long at, String... names) {
      IntSupplier lambda = () -> counts.length + names.length;
      return entry.getKey() + lambda.getAsInt() + at;
    }

    abstract void open();

    native int read();

    @Override
    public int compareTo(Shop other) {
      return Integer.compare(stock, other.stock);
    }
  }

  private static byte[] file(Class<?> type) throws IOException {
    String path = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(path))) {
      return in.readAllBytes();
    }
  }

  @Test
  void shouldReadWhatRulesAskFor() throws IOException {
    ClassView shop = ClassView.of(file(Shop.class));
    assertThat(shop.name()).isEqualTo(Shop.class.getName());
    assertThat(shop.superName()).isEqualTo("java.lang.Object");
    assertThat(shop.interfaces()).containsExactly("java.lang.Comparable");
    assertThat(shop.annotations()).containsExactly("java.lang.Deprecated");
    assertThat(shop.retention()).isNull();
    Map<String, MethodView> methods =
        shop.methods().stream().collect(Collectors.toMap(MethodView::text, Function.identity()));
    MethodView place = methods.get("place(int[][], java.util.Map$Entry, long, java.lang.String[])");
    assertThat(Objects.requireNonNull(place).annotations())
        .containsExactly(Measured.class.getName());
    assertThat(methods.get("open()")).matches(MethodView::isAbstract);
    assertThat(methods.get("read()")).matches(MethodView::isNative);
    assertThat(methods.get("compareTo(java.lang.Object)")).matches(MethodView::isBridge);
    assertThat(methods.get("compareTo(" + Shop.class.getName() + ")"))
        .matches(method -> !method.isBridge());
    assertThat(methods.get("<init>()")).matches(MethodView::isConstructor);
    assertThat(shop.methods())
        .anyMatch(method -> method.name().startsWith("lambda$place$") && method.isSynthetic());
  }

  @Test
  void shouldReadHowLongAnAnnotationIsKept() throws IOException {
    ClassView measured = ClassView.of(file(Measured.class));
    assertThat(measured.isAnnotation()).isTrue();
    assertThat(measured.retention()).isEqualTo("RUNTIME");
    assertThat(ClassView.of(file(Draft.class)).retention()).isEqualTo("SOURCE");
    assertThat(ClassView.of(file(Unit.class)).retention()).isNull();
  }

  /** The largest classes of the JDK, as a reader that loses its way would fail on one. */
  @Test
  void shouldReadTheJdk() throws IOException {
    for (Class<?> type : List.of(Object.class, String.class, Thread.class, Map.class, List.class)) {
      ClassView view = ClassView.of(file(type));
      long declared = view.methods().stream().filter(method -> !method.isConstructor()).count();
      assertThat(declared).as(view.name()).isEqualTo(type.getDeclaredMethods().length);
    }
  }

  @Test
  void shouldRefuseWhatIsNoClassFile() throws IOException {
    byte[] file = file(Shop.class);
    for (int length : new int[] {0, 3, 10, 100, file.length / 2}) {
      assertThatThrownBy(() -> ClassView.of(Arrays.copyOf(file, length)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a class file");
    }
  }

  @Test
  void shouldMeasureMisspeltNames() {
    assertThat(NameDistance.of("place", "place", 1)).isZero();
    assertThat(NameDistance.of("plcae", "place", 2)).isEqualTo(1);
    assertThat(NameDistance.of("placed", "place", 2)).isEqualTo(1);
    assertThat(NameDistance.of("", "place", 5)).isEqualTo(5);
    assertThat(NameDistance.of("kitten", "sitting", 3)).isEqualTo(3);
    assertThat(NameDistance.of("kitten", "sitting", 2)).isEqualTo(NameDistance.FAR);
    assertThat(NameDistance.of("abc", "abcdefgh", 3)).isEqualTo(NameDistance.FAR);
    assertThat(NameDistance.tolerance("nme")).isEqualTo(1);
    assertThat(NameDistance.tolerance("renderAll")).isEqualTo(2);
    assertThat(NameDistance.tolerance("x".repeat(100))).isEqualTo(3);
  }
}
