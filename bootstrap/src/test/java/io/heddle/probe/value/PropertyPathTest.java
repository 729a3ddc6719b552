package io.heddle.probe.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heddle.registry.error.FailedRead;
import io.heddle.registry.error.SwallowedError;
import io.heddle.registry.error.SwallowedErrors;
import io.heddle.registry.family.Outcome;
import java.util.AbstractMap;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What steps of a path find: in maps, in optionals, and what is told when they find nothing. */
class PropertyPathTest {
  /** An object that does not tell. */
  public static class Sick {
    public @Nullable Sick next;

    public String angry() {
      throw new IllegalStateException("angry");
    }
  }

  private static @Nullable Object read(Object target, String... steps) throws FailedRead {
    return Value.path(Value.Root.THIS, -1, List.of(steps))
        .read(new Call(target, new Object[0], null, null));
  }

  private static Call call(@Nullable Object... arguments) {
    return new Call(null, arguments, null, null);
  }

  @Test
  void shouldTellWhichPathFailedOnWhichClass() {
    Sick target = new Sick();
    target.next = new Sick();
    SwallowedErrors errors = new SwallowedErrors();
    for (String last : List.of("angry", "missing")) {
      FailedRead failed = catchThrowableOfType(FailedRead.class, () -> read(target, "next", last));
      errors.add(failed);
      String error =
          last.equals("angry")
              ? "java.lang.IllegalStateException"
              : Sick.class.getName() + " has no method or field missing; it has angry";
      assertThat(errors.last())
          .isEqualTo(new SwallowedError("$this.next." + last, Sick.class.getName(), error));
    }
    Value second = Value.path(Value.Root.ARGUMENT, 1, List.of());
    Call call = call("a", new Sick());
    errors.add(catchThrowableOfType(FailedRead.class, () -> second.label(call, 10)));
    String name = Sick.class.getName();
    assertThat(errors.last())
        .isEqualTo(new SwallowedError("$2", name, name + " cannot be a label"));
    errors.add(new IllegalStateException("secret"));
    assertThat(errors.last())
        .isEqualTo(new SwallowedError(null, null, "java.lang.IllegalStateException"));
    assertThat(errors.count()).isEqualTo(4);
    assertThat(errors.unreported()).isEqualTo(errors.last());
    assertThat(errors.unreported()).isNull();
  }

  @Test
  void shouldReadAKeyOfAnyMap() throws Throwable {
    Value name = Value.path(Value.Root.ARGUMENT, 0, List.of("name"));
    assertThat(name.read(call(new HashMap<>(Map.of("name", "shout"))))).isEqualTo("shout");
    assertThat(name.read(call(Map.of("other", "shout")))).isNull();
    assertThat(name.read(call(new HashMap<>(Map.of("name", "x")) {}))).isEqualTo("x");
    assertThat(name.read(call(new Upper()))).isEqualTo("NAME");
    Value size = Value.path(Value.Root.ARGUMENT, 0, List.of("size"));
    assertThat(size.read(call(new HashMap<>(Map.of("size", "key"))))).isEqualTo(1);
    // no text is a key of these: as Map says, get may throw a ClassCastException
    assertThat(name.read(call(new TreeMap<>(Map.of(1, "one"))))).isNull();
    assertThat(name.read(call(new EnumMap<>(Map.of(Outcome.SUCCESS, "good"))))).isNull();
    Map<String, String> broken =
        new HashMap<>() {
          @Override
          public String get(Object key) {
            throw new IllegalStateException();
          }
        };
    assertThatThrownBy(() -> name.read(call(broken)))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  /** A map of an application that is no collection of keys. */
  private static final class Upper extends AbstractMap<String, String> {
    @Override
    public String get(Object key) {
      return key instanceof String text ? text.toUpperCase(Locale.ROOT) : "";
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      throw new UnsupportedOperationException();
    }
  }

  static Stream<Arguments> optionals() {
    return Stream.of(
        Arguments.of(Optional.of("abc"), List.of(), "abc"),
        Arguments.of(Optional.of(Optional.of("abc")), List.of("length"), 3),
        Arguments.of(Optional.empty(), List.of("length"), null),
        Arguments.of(Optional.of(Map.of("a", Optional.of("b"))), List.of("a"), "b"),
        Arguments.of(Optional.of("abc"), List.of("get", "length"), 3),
        Arguments.of(Optional.empty(), List.of("get"), null),
        Arguments.of(Optional.of(""), List.of("isPresent"), true),
        Arguments.of(Optional.empty(), List.of("isEmpty"), true),
        Arguments.of(Optional.of(Optional.empty()), List.of("isPresent"), true),
        Arguments.of(OptionalInt.of(7), List.of(), 7),
        Arguments.of(OptionalLong.of(7), List.of("getAsLong"), 7L),
        Arguments.of(OptionalDouble.empty(), List.of(), null),
        Arguments.of(Map.of("n", OptionalInt.of(7)), List.of("n", "intValue"), 7));
  }

  @ParameterizedTest
  @MethodSource("optionals")
  void shouldReadWhatAnOptionalHolds(Object value, List<String> steps, @Nullable Object held)
      throws Throwable {
    assertThat(read(value, steps.toArray(new String[0]))).isEqualTo(held);
  }
}
