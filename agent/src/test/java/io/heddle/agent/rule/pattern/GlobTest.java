package io.heddle.agent.rule.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "com.acme.Foo, com.acme.Foo, true",
    "com.acme.Foo, com.acme.Foo2, false",
    "com.acme.*, com.acme.Foo, true",
    "com.acme.*, com.acme.Outer$Inner, true",
    "com.acme.*, com.acme.sub.Foo, false",
    "com.acme.*, com.acme, false",
    "com.acme.**, com.acme.sub.deep.Foo, true",
    "com.acme.**, com.acmes.Foo, false",
    "**, Foo, true",
    "**, a.b.C, true",
    "*, a.b.C, false",
    "*, Foo, true",
    "**.Foo, a.b.Foo, true",
    "**.Foo, a.b.XFoo, false",
    "*.Foo, a.Foo, true",
    "*.Foo, a.b.Foo, false",
    "com.*.Foo, com.a.Foo, true",
    "com.*.Foo, com.a.b.Foo, false",
    "com.**.Foo, com.a.b.Foo, true",
    "com.**.Foo, com.Foo, false",
    "com.*.svc.**.*Impl, com.a.svc.x.y.FooImpl, true",
    "com.*.svc.**.*Impl, com.a.b.svc.x.FooImpl, false",
    "com.*.svc.**.*Impl, com.a.svc.x.y.FooImp, false",
    "a*b*c, axxbyyc, true",
    "a*b*c, axxcyyb, false",
    "a*b*c, abc, true",
    "a**b*c, a.b.c, false",
    "a**b*c, a.b.bc, true",
    "Outer$*, Outer$Inner, true",
    "*Renderer, PdfRenderer, true",
    "ab*ab, ab, false",
    "ab*ab, abab, true",
  })
  void shouldMatch(String pattern, String name, boolean expected) {
    assertThat(TypePattern.parse(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void shouldMatchLongNamesWithManyWildcardsAtOnce() {
    TypePattern hostile = TypePattern.parse("a" + "*a".repeat(200) + "**b*c");
    String name = "a".repeat(60_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(hostile.matches(name + "d")).isFalse());
    assertThat(hostile.matches(name + "b.bc")).isTrue();
  }

  @Test
  void shouldTellPrefixAndExactness() {
    assertThat(TypePattern.parse("com.acme.*").prefix()).isEqualTo("com.acme.");
    assertThat(TypePattern.parse("**").prefix()).isEmpty();
    assertThat(TypePattern.parse("com.Foo").prefix()).isEqualTo("com.Foo");
    assertThat(TypePattern.parse("com.Foo").exact()).isTrue();
    assertThat(TypePattern.parse("com.*").exact()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a..b", ".a", "a.", "a/b", "a b", "a[]", "a***", "a<b>", "a.b()", "a,b"})
  void shouldRefuseWhatCannotBeAClass(String text) {
    assertThatThrownBy(() -> TypePattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a class name or glob");
  }
}
