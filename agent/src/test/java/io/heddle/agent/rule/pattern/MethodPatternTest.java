package io.heddle.agent.rule.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "render                                  | render  | int              | true",
        "render*                                 | renderX |                  | true",
        "lambda$initStreams$*                    | lambda$initStreams$1 |     | true",
        "render()                                | render  |                  | true",
        "render()                                | render  | int              | false",
        "render(java.lang.String)                | render  | java.lang.String | true",
        "render(String)                          | render  | java.lang.String | true",
        "render(String)                          | render  | com.acme.String  | false",
        "render(int, byte[])                     | render  | int;byte[]       | true",
        "render( int ,byte [] )                  | render  | int;byte[]       | true",
        "render(int, byte[])                     | render  | byte[];int       | false",
        "render(java.lang.String...)             | render  | java.lang.String[] | true",
        "render(int[]...)                        | render  | int[][]          | true",
        "render(com.acme.Outer$Inner[][])        | render  | com.acme.Outer$Inner[][] | true",
        "get*(long)                              | getAll  | long             | true",
        "get*(long)                              | setAll  | long             | false",
        "call(*, long[])                         | call    | com.acme.Any;long[] | true",
        "call(*, *)                              | call    | int              | false",
        "call(*)                                 | call    | int[][]          | true",
      })
  void shouldMatch(String pattern, String name, String types, boolean expected) {
    List<String> parameters = types == null ? List.of() : List.of(types.split(";", -1));
    assertThat(MethodPattern.parse(pattern).matches(name, parameters)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<init>                | constructor",
        "<clinit>              | constructor",
        "com.acme.Foo.bar      | 'type'",
        "render(int            | end with one )",
        "render int)           | the ( is missing",
        "render(int...,long)   | last parameter",
        "render(List<String>)  | without their type parameters",
        "render(int,)          | is empty",
        "render(void)          | void",
        "render(*[])           | wildcards are not allowed",
        "render(java.*)        | wildcards are not allowed",
        "(int)                 | empty",
      })
  void shouldRefuse(String pattern, String reason) {
    assertThatThrownBy(() -> MethodPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldTellItsParts() {
    MethodPattern pattern = MethodPattern.parse("render(int, java.lang.String...)");
    assertThat(pattern.name()).isEqualTo("render");
    assertThat(pattern.parameterTypes()).containsExactly("int", "java.lang.String[]");
    assertThat(pattern.text()).isEqualTo("render(int, java.lang.String...)");
    assertThat(MethodPattern.parse("render").parameterTypes()).isNull();
  }
}
