package io.heddle.agent.rule.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.ConditionSpec.Op;
import io.heddle.agent.rule.Literal;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.ValueSpec.Root;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueSpecTest {
  @ParameterizedTest
  @CsvSource({
    "$1, ARGUMENT, 1, 0",
    "$255.a, ARGUMENT, 255, 1",
    "$this.a.b.c.d, THIS, 0, 4",
    "$return, RETURN, 0, 0",
    "$thrown.code, THROWN, 0, 1",
    "$class, CLASS, 0, 0",
    "$method, METHOD, 0, 0",
    "plain, CONSTANT, 0, 0",
    "a.b, CONSTANT, 0, 0",
  })
  void shouldReadPaths(String text, Root root, int argument, int steps) {
    ValueSpec value = ValueSpec.parse(text);
    assertThat(value.root()).isEqualTo(root);
    assertThat(value.argument()).isEqualTo(argument);
    assertThat(value.steps()).hasSize(steps);
    assertThat(value.text()).isEqualTo(text);
  }

  @Test
  void shouldReadDoubledDollarAsDollar() {
    assertThat(ValueSpec.parse("$$1")).isEqualTo(ValueSpec.constant("$1"));
    assertThat(ValueSpec.parse("5 $$ or $$$$")).isEqualTo(ValueSpec.constant("5 $ or $$"));
  }

  @Test
  void shouldKeepStepsInOrder() {
    assertThat(ValueSpec.parse("$2.request.name").steps()).isEqualTo(List.of("request", "name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$0            | counted from $1",
        "$256          | counted from $1",
        "$99999999999  | counted from $1",
        "$1a           | only .name",
        "$             | allowed roots",
        "$foo          | allowed roots",
        "$1.a.b.c.d.e  | at most 4 steps",
        "$1.           | each step is .name",
        "$1..a         | each step is .name",
        "$1.a()        | without ()",
        "$1.a b        | each step is .name",
        "cost $        | written $$",
        "a$1           | written $$",
        "$$$           | written $$",
      })
  void shouldRefuseValues(String text, String reason) {
    assertThatThrownBy(() -> ValueSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldReadConditions() {
    ConditionSpec plain = ConditionSpec.parse("$return.isError");
    assertThat(plain.op()).isEqualTo(Op.TRUE);
    assertThat(plain.literal()).isNull();
    assertThat(ConditionSpec.parse("$1==2")).isEqualTo(condition("$1", Op.EQUALS, 2L));
    assertThat(ConditionSpec.parse("$1 != -1.5")).isEqualTo(condition("$1", Op.NOT_EQUALS, -1.5));
    assertThat(ConditionSpec.parse(" $1 == null ")).isEqualTo(condition("$1", Op.EQUALS, null));
    assertThat(ConditionSpec.parse("$1 == true")).isEqualTo(condition("$1", Op.EQUALS, true));
    assertThat(ConditionSpec.parse("$1 == FAILED")).isEqualTo(condition("$1", Op.EQUALS, "FAILED"));
    assertThat(ConditionSpec.parse("$1 == \"5\"")).isEqualTo(condition("$1", Op.EQUALS, "5"));
    assertThat(ConditionSpec.parse("$1 == 'a b'")).isEqualTo(condition("$1", Op.EQUALS, "a b"));
    assertThat(ConditionSpec.parse("$1 == 1d")).isEqualTo(condition("$1", Op.EQUALS, "1d"));
    assertThat(ConditionSpec.parse("$1 == $$x")).isEqualTo(condition("$1", Op.EQUALS, "$x"));
    assertThat(ConditionSpec.parse("$1 == ''")).isEqualTo(condition("$1", Op.EQUALS, ""));
  }

  private static ConditionSpec condition(String path, Op op, @Nullable Object literal) {
    return new ConditionSpec(ValueSpec.parse(path), op, new Literal(literal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "isError       | must be a path",
        "true          | must be a path",
        "!$1           | must be a path",
        "$1 = 2        | == or !=",
        "$1 < 2        | == or !=",
        "$1 === 2      | == or !=",
        "$1 ==         | literal is missing",
        "$1 == 'a      | end with its quote",
        "$1 == 'a' b   | end with its quote",
        "$1 == $2      | must be a literal",
        "$1 and $2     | == or !=",
      })
  void shouldRefuseConditions(String text, String reason) {
    assertThatThrownBy(() -> ConditionSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
