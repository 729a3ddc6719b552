package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.rule.RuleSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeaverTest {
  private static final int LARGEST = 8_000;
  private static final Map<String, String> JOB = Map.of("name", "$1");

  private final WovenClass woven = open();

  private static WovenClass open() {
    try {
      return new WovenClass();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the engine cannot be made", e);
    }
  }

  @AfterEach
  void close() {
    woven.close();
  }

  /** An advice of each kind around every method. */
  private static List<RuleSpec> everyKind() {
    return List.of(
        WovenClass.rule("counted", "call", Map.of(), null),
        WovenClass.rule("listed", "job", Map.of("name", "x"), null),
        WovenClass.rule("labeled", "tool", Map.of("tool", "$1"), null),
        WovenClass.rule("judged", "phase", Map.of(), "$return == 1"),
        WovenClass.rule("tested", "message", Map.of(), "$1 == 1"),
        WovenClass.rule("both", "exec", Map.of("name", "$1"), "$return == 1"),
        WovenClass.rule("late", "llm", Map.of("model", "$return"), "$1 == zero"),
        WovenClass.adapted("adapted"));
  }

  private static List<String> results(Class<?> type) throws ReflectiveOperationException {
    List<String> results = new ArrayList<>();
    Object self = type.getConstructor().newInstance();
    results.add(call(type, self, "spans", "four"));
    results.add(call(type, self, "spans", ""));
    results.add(call(type, self, "reuses", "text", 3));
    results.add(call(type, self, "reuses", "text", 0));
    results.add(call(type, self, "catches", "12"));
    results.add(call(type, self, "catches", "no number"));
    results.add(call(type, self, "halves", 5L, 2.5));
    results.add(call(type, self, "halves", -5L, 2.5));
    return results;
  }

  private static String call(Class<?> type, Object self, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        try {
          return String.valueOf(method.invoke(self, arguments));
        } catch (InvocationTargetException e) {
          return String.valueOf(e.getCause());
        }
      }
    }
    throw new AssertionError(name);
  }

  /** By the verifier that infers types, and by the one that checks frames. */
  @ParameterizedTest
  @ValueSource(ints = {Opcodes.V1_5, Opcodes.V1_6, Opcodes.V1_7, Opcodes.V17})
  void shouldWeaveMethodsThatReuseTheSlotsOfTheirParameters(int version) throws Exception {
    byte[] bytes = OddSlots.bytes(version);
    List<String> expected = results(WovenClass.define(OddSlots.NAME, bytes));
    assertThat(expected).contains("324", "xext", "sum7");
    for (RuleSpec rule : everyKind()) {
      Class<?> alone = woven.load(OddSlots.NAME, bytes, List.of(rule));
      assertThat(woven.reasons(0)).as(rule.id()).isEmpty();
      assertThat(woven.woven(0)).isEqualTo(4);
      assertThat(results(alone)).as(rule.id()).isEqualTo(expected);
    }
    Class<?> together = woven.load(OddSlots.NAME, bytes, everyKind());
    assertThat(results(together)).isEqualTo(expected);
    for (String family : List.of("call", "job", "tool", "phase", "message", "exec", "llm")) {
      assertThat(woven.sum(family + "_started_total")).as(family).isEqualTo(16);
      assertThat(woven.sum(family + "_completed_total")).as(family).isEqualTo(16);
    }
    assertThat(woven.registry.adviceErrors()).isZero();
  }

  /** Texts, and numbers in one slot and in two. */
  @Test
  void shouldTakeLabelsFromArguments() throws Exception {
    RuleSpec one = WovenClass.rule("one", "call", Map.of("method", "$1"), null);
    RuleSpec two = WovenClass.rule("two", "llm", Map.of("model", "$2"), null);
    Class<?> type = woven.load(OddSlots.NAME, OddSlots.bytes(Opcodes.V17), List.of(one, two));
    results(type);
    assertThat(woven.sum("call_started_total", "four")).isEqualTo(1);
    assertThat(woven.sum("call_started_total", "text")).isEqualTo(2);
    assertThat(woven.sum("call_started_total", "12")).isEqualTo(1);
    assertThat(woven.sum("call_started_total", "-5")).isEqualTo(1);
    assertThat(woven.sum("llm_started_total", "3")).isEqualTo(1);
    assertThat(woven.sum("llm_started_total", "2.5")).isEqualTo(2);
    assertThat(woven.sum("llm_started_total")).as("of the methods that have two").isEqualTo(4);
    assertThat(woven.registry.adviceErrors()).isZero();
  }

  /** A long, an int, a text and an object. */
  @Test
  void shouldJudgeByResults() throws Exception {
    assertFailures(Map.of(), "$return == 324", 1);
    assertFailures(Map.of(), "$return == 12", 1);
    assertFailures(Map.of("method", "$1"), "$return == sum7", 1);
    assertFailures(Map.of("method", "$1"), "$return == xext", 1);
    assertFailures(Map.of("method", "$1"), "$return == 7", 0);
  }

  private void assertFailures(Map<String, String> labels, String failure, int wanted)
      throws Exception {
    double before = woven.sum("call_completed_total", "failure");
    double listed = woven.sum("job_completed_total", "failure");
    List<RuleSpec> rules =
        List.of(
            WovenClass.rule("call", "call", labels, failure),
            WovenClass.rule("listed", "job", labels.isEmpty() ? labels : JOB, failure));
    List<String> results = results(woven.load(OddSlots.NAME, OddSlots.bytes(Opcodes.V17), rules));
    long thrown = results.stream().filter(result -> result.contains("Exception")).count();
    assertThat(woven.sum("call_completed_total", "failure") - before)
        .as(failure)
        .isEqualTo((double) (wanted + thrown));
    assertThat(woven.sum("job_completed_total", "failure") - listed)
        .as(failure)
        .isEqualTo((double) (wanted + thrown));
    assertThat(woven.sum("call_in_flight")).isZero();
    assertThat(woven.sum("job_in_flight")).isZero();
    assertThat(woven.registry.adviceErrors()).isZero();
  }

  /** A method of so many bytes of code, most of which do nothing. */
  private static byte[] large(int codeBytes) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/acme/Large", null, "java/lang/Object", null);
    for (String name : List.of("large", "small")) {
      MethodVisitor code =
          writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()I", null, null);
      code.visitCode();
      code.visitLabel(new Label());
      for (int i = name.equals("large") ? codeBytes - 2 : 0; i > 0; i--) {
        code.visitInsn(Opcodes.NOP);
      }
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
      code.visitMaxs(1, 0);
      code.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void shouldLeaveOutAMethodThatTheCompilerWouldNoLongerCompile() {
    for (RuleSpec rule : everyKind().subList(0, 2)) {
      assertThat(woven.weave("com.acme.Large", large(LARGEST - 20), List.of(rule))).isNotNull();
      assertThat(woven.woven(0)).isEqualTo(1);
      assertThat(woven.reasons(0)).hasSize(1);
      assertThat(woven.reasons(0).get(0).method()).isEqualTo("large()");
      assertThat(woven.reasons(0).get(0).reason()).contains("over 8000 bytes woven");
    }
  }

  @Test
  void shouldWeaveAMethodThatStaysSmallEnoughAndOneThatNeverWas() {
    for (int size : new int[] {LARGEST - 700, LARGEST + 1, 60_000}) {
      assertThat(woven.weave("com.acme.Large", large(size), everyKind().subList(0, 2))).isNotNull();
      assertThat(woven.woven(0)).as("of %s bytes", size).isEqualTo(2);
      assertThat(woven.reasons(0)).isEmpty();
    }
  }

  @Test
  void shouldLeaveOutAMethodThatNoClassFileHasRoomFor() {
    assertThat(woven.weave("com.acme.Large", large(65_500), everyKind().subList(0, 1))).isNotNull();
    assertThat(woven.woven(0)).isEqualTo(1);
    assertThat(woven.reasons(0).get(0).reason()).isEqualTo("too large: over 64 KB once woven");
  }
}
