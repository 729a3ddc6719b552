package io.heddle.probe.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.outcome.RunFailureTest;
import io.heddle.registry.error.UnreadableException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  /** A target with members of every kind. */
  public static class Target {
    public String both = "public field";

    @SuppressWarnings("UnusedVariable") // by name
    private final String secret = "private field";

    @SuppressWarnings("UnusedVariable") // by name
    private final int number = 7;

    public static final String SHARED = "static";
    public @Nullable Target next;

    @SuppressWarnings("unused") // by name
    private String hidden() {
      return "private method";
    }

    @SuppressWarnings("unused") // by name
    private String both() {
      return "private method";
    }

    public String visible() {
      return "public method";
    }

    public void nothing() {}

    public String angry() {
      throw new IllegalStateException("angry");
    }

    @Override
    public String toString() {
      throw new AssertionError("toString was called");
    }
  }

  /** A child that hides and overrides. */
  public static final class Child extends Target {
    @Override
    public String visible() {
      return "child's method";
    }
  }

  record Point(int x, String name) {}

  enum Color {
    RED {
      @Override
      public String toString() {
        throw new AssertionError("toString was called");
      }
    }
  }

  @SuppressWarnings("serial")
  private static final class OwnNumber extends Number {
    @Override
    public int intValue() {
      return 3;
    }

    @Override
    public long longValue() {
      return 3;
    }

    @Override
    public float floatValue() {
      return 3;
    }

    @Override
    public double doubleValue() {
      return 3;
    }

    @Override
    public String toString() {
      throw new AssertionError("toString was called");
    }
  }

  private static @Nullable Object read(Object target, String... steps) throws Throwable {
    return Value.path(Value.Root.THIS, -1, List.of(steps))
        .read(new Call(target, new Object[0], null, null));
  }

  @Test
  void shouldFindPublicMembersFirst() throws Throwable {
    assertThat(read(new Target(), "visible")).isEqualTo("public method");
    assertThat(read(new Target(), "both")).isEqualTo("public field");
    assertThat(read(new Child(), "visible")).isEqualTo("child's method");
  }

  @Test
  void shouldFindPrivateMembersOfTheClassAndItsParents() throws Throwable {
    assertThat(read(new Target(), "secret")).isEqualTo("private field");
    assertThat(read(new Child(), "secret")).isEqualTo("private field");
    assertThat(read(new Child(), "hidden")).isEqualTo("private method");
    assertThat(read(new Child(), "number")).isEqualTo(7);
  }

  @Test
  void shouldReadRecordsAndTheJdk() throws Throwable {
    assertThat(read(new Point(4, "p"), "x")).isEqualTo(4);
    assertThat(read(new Point(4, "p"), "name", "length")).isEqualTo(1);
    assertThat(read(new ArrayList<>(List.of(1, 2)), "size")).isEqualTo(2);
  }

  @Test
  void shouldStopAtNull() throws Throwable {
    Target target = new Target();
    target.next = new Target();
    assertThat(read(target, "next", "next", "next", "visible")).isNull();
    assertThat(read(target, "next", "visible")).isEqualTo("public method");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "nothing", "SHARED", "equals"})
  void shouldSayWhatIsMissing(String name) {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> read(new Target(), name))
          .cause()
          .isInstanceOf(UnreadableException.class)
          .hasMessage(
              Target.class.getName()
                  + " has no method or field "
                  + name
                  + "; it has angry, visible");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "visble, visible",
    "VISIBLE, visible",
    "getVisible, visible",
    "secert, secret",
    "numbr, number",
    "nxt, next"
  })
  void shouldNameTheNearestMember(String misspelt, String nearest) {
    assertThatThrownBy(() -> read(new Target(), misspelt))
        .cause()
        .isInstanceOf(UnreadableException.class)
        .hasMessage(
            Target.class.getName()
                + " has no method or field "
                + misspelt
                + "; the nearest is "
                + nearest);
  }

  @Test
  void shouldPassOnWhatAMethodThrows() {
    assertThatThrownBy(() -> read(new Target(), "angry")).cause().hasMessage("angry");
  }

  @Test
  void shouldReadNullForAnArgumentThatIsNotThere() throws Throwable {
    Value third = Value.path(Value.Root.ARGUMENT, 2, List.of());
    assertThat(third.read(new Call(null, new Object[] {1}, null, null))).isNull();
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of(null, "none"),
        Arguments.of("text", "text"),
        Arguments.of("", ""),
        Arguments.of(42, "42"),
        Arguments.of((byte) 1, "1"),
        Arguments.of(-0.5, "-0.5"),
        Arguments.of(true, "true"),
        Arguments.of('c', "c"),
        // repaired where label sets are made, so that two of them stay two
        Arguments.of('\uD800', "\uD800"),
        Arguments.of(new BigDecimal("1.50"), "1.50"),
        Arguments.of(new AtomicInteger(5), "5"),
        Arguments.of(BigInteger.TEN.pow(1000), "1000000000"),
        Arguments.of(Color.RED, "RED"),
        Arguments.of(Point.class, "io.heddle."),
        Arguments.of("0123456789abc", "0123456789"),
        Arguments.of("012345678\uD83D\uDE00", "012345678"),
        Arguments.of("01234567\uD83D\uDE00x", "01234567\uD83D\uDE00"),
        Arguments.of("a\uD83Db", "a\uD83Db"),
        Arguments.of("\uDE00\uD83D", "\uDE00\uD83D"),
        Arguments.of("012345678\uD83Dabc", "012345678\uD83D"));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void shouldMakeALabelOfTenCharactersAtMost(@Nullable Object value, String label) {
    assertThat(Value.label(value, 10)).isEqualTo(label);
  }

  static Stream<Object> objects() {
    return Stream.of(new Target(), new OwnNumber(), List.of(), new int[0]);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void shouldNeverPrintAnObject(Object object) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.label(object, 10))
        .withMessage(object.getClass().getName() + " cannot be a label");
  }

  private static boolean holds(@Nullable Object value, Condition condition) throws Throwable {
    return condition.holds(new Call(value, new Object[0], null, null));
  }

  static Stream<Arguments> truths() {
    return Stream.of(
        Arguments.of(null, false),
        Arguments.of(false, false),
        Arguments.of(true, true),
        Arguments.of(0, false),
        Arguments.of(-0.0, false),
        Arguments.of(0.1, true),
        Arguments.of(new OwnNumber(), true),
        Arguments.of(Optional.of(false), false),
        Arguments.of(Optional.empty(), false),
        Arguments.of(new BigDecimal("1E-999"), true),
        Arguments.of("", true),
        Arguments.of("false", true));
  }

  @ParameterizedTest
  @MethodSource("truths")
  void shouldTellWhatIsTrue(@Nullable Object value, boolean truth) throws Throwable {
    Value self = Value.path(Value.Root.THIS, -1, List.of());
    assertThat(holds(value, Condition.isTrue(self))).isEqualTo(truth);
  }

  static Stream<Arguments> equalities() {
    return Stream.of(
        Arguments.of(null, null, true),
        Arguments.of(null, "none", false),
        Arguments.of("x", null, false),
        Arguments.of("x", "x", true),
        Arguments.of(Color.RED, "RED", true),
        Arguments.of(Point.class, Point.class.getName(), true),
        Arguments.of(1, BigDecimal.ONE, true),
        Arguments.of(1L, new BigDecimal("1.0"), true),
        Arguments.of(0.1, new BigDecimal("0.1"), true),
        Arguments.of(0.1f, new BigDecimal("0.1"), false),
        Arguments.of(Double.NaN, BigDecimal.ONE, false),
        Arguments.of(Double.POSITIVE_INFINITY, BigDecimal.ONE, false),
        Arguments.of(new AtomicInteger(1), BigDecimal.ONE, true),
        Arguments.of(new OwnNumber(), new BigDecimal(3), true),
        Arguments.of(OptionalInt.of(3), 3L, true),
        Arguments.of(new BigDecimal("3.00"), 3L, true),
        Arguments.of("ab\uD83D\uDE00", "ab", false),
        Arguments.of("1", BigDecimal.ONE, false),
        Arguments.of(true, true, true),
        Arguments.of("true", true, false));
  }

  @ParameterizedTest
  @MethodSource("equalities")
  void shouldCompareWithALiteral(@Nullable Object value, @Nullable Object literal, boolean equal)
      throws Throwable {
    Value self = Value.path(Value.Root.THIS, -1, List.of());
    assertThat(holds(value, Condition.compare(self, false, literal))).isEqualTo(equal);
    assertThat(holds(value, Condition.compare(self, true, literal))).isNotEqualTo(equal);
  }

  /** Written out, each of them takes five seconds: no parameters, whose names would be. */
  @Test
  void shouldJudgeNumbersOfAnyLength() throws Throwable {
    Value self = Value.path(Value.Root.THIS, -1, List.of());
    BigInteger whole = BigInteger.ONE.shiftLeft(8_000_000);
    BigDecimal short9 = new BigDecimal(whole, 2_408_239); // 9.23…
    for (Number number : new Number[] {whole, short9, short9.negate()}) {
      assertThat(holds(number, Condition.isTrue(self))).isTrue();
      for (Object literal : new Object[] {9L, 9.5, "9"}) {
        assertThat(holds(number, Condition.compare(self, false, literal))).isFalse();
      }
    }
    BigDecimal nine = new BigDecimal("9").setScale(1_000_000);
    assertThat(holds(nine, Condition.compare(self, false, 9L))).isTrue();
  }

  @Test
  void shouldTellHowTextStarts() throws Throwable {
    Condition starts = Condition.starts(Value.path(Value.Root.THIS, -1, List.of()), "Timed out");
    assertThat(holds("Timed out waiting", starts)).isTrue();
    assertThat(holds("It timed out", starts)).isFalse();
    assertThat(holds(null, starts)).isFalse();
    assertThat(holds(5, starts)).isFalse();
  }

  @Test
  void shouldNotKeepALoaderWhoseClassItRead() throws Throwable {
    Value path = Value.path(Value.Root.THIS, -1, List.of("visible"));
    WeakReference<ClassLoader> gone = readInAFreshLoader(path);
    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(gone.get()).isNull();
    assertThat(path.root()).isEqualTo(Value.Root.THIS);
  }

  private static WeakReference<ClassLoader> readInAFreshLoader(Value path) throws Throwable {
    URL classes = ValueTest.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
      Object target =
          loader.loadClass(Target.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(target).isNotInstanceOf(Target.class);
      assertThat(path.read(new Call(target, new Object[0], null, null))).isEqualTo("public method");
      Throwable own =
          (Throwable)
              loader
                  .loadClass(RunFailureTest.Template.class.getName())
                  .getConstructor()
                  .newInstance();
      assertThat(RunFailure.of(own).errorType()).isEqualTo("Template");
      return new WeakReference<>(loader);
    }
  }

  @Test
  void shouldReadTheFirstThatIsThere() throws Throwable {
    Value first = Value.path(Value.Root.ARGUMENT, 0, List.of());
    Value value = first.or(Value.path(Value.Root.ARGUMENT, 1, List.of()).or(Value.constant("c")));
    for (Object nothing : new Object[] {"", Optional.empty(), Optional.of("")}) {
      assertThat(value.read(call(nothing, "b"))).isEqualTo("b");
      assertThat(value.read(call(nothing, nothing))).isEqualTo("c");
    }
    assertThat(value.read(call(null, null))).isEqualTo("c");
    assertThat(value.read(call("a", "b"))).isEqualTo("a");
    assertThat(value.read(call(0, "b"))).isEqualTo(0);
    assertThat(value.isLate()).isFalse();
    assertThat(first.or(Value.path(Value.Root.RETURN, -1, List.of())).isLate()).isTrue();
  }

  @Test
  void shouldLabelByWhatAnOptionalHolds() {
    assertThat(Value.label(Optional.of("held"), 10)).isEqualTo("held");
    assertThat(Value.label(Optional.of(Optional.of(7)), 10)).isEqualTo("7");
    assertThat(Value.label(Optional.empty(), 10)).isEqualTo(Value.NONE);
    assertThatIllegalArgumentException().isThrownBy(() -> Value.label(Optional.of(List.of()), 10));
  }

  private static Call call(@Nullable Object... arguments) {
    return new Call(null, arguments, null, null);
  }

  /** Its name has a number and an address, which differ in each JVM. */
  @Test
  void shouldNameTheClassOfALambdaAlike() {
    Runnable lambda = () -> {};
    assertThat(Value.label(lambda.getClass(), 200))
        .isEqualTo(ValueTest.class.getName() + "$$Lambda");
    assertThat(Value.label(Target.class, 200)).isEqualTo(Target.class.getName());
  }
}
