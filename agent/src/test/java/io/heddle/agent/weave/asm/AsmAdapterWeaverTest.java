package io.heddle.agent.weave.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.pack.PackParser;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.agent.weave.verify.ClassFile;
import io.heddle.agent.weave.verify.WovenCheck;
import io.heddle.probe.Adapter;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsmAdapterWeaverTest {
  private final Registry registry = new Registry("t", 10, 8 << 20);
  private final Recorder recorder = new Recorder();
  private final AsmAdapterWeaver weaver =
      new AsmAdapterWeaver(rule -> Probe.adapted(registry, rule.rule(), recorder), () -> {});

  @BeforeEach
  void open() {
    ProbeBridge.open(registry);
  }

  @AfterEach
  void close() {
    ProbeBridge.close();
  }

  /** Notes what it is told, and throws where it is told to. */
  private static final class Recorder implements Adapter {
    final List<Object> seen = new ArrayList<>();
    boolean failsAtEnter;
    boolean failsAtExit;

    @Override
    public Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (failsAtEnter) {
        throw new IllegalStateException("enter");
      }
      seen.add(Arrays.asList(self == null ? "static" : "receiver", List.of(arguments)));
      return "state";
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      if (failsAtExit) {
        throw new IllegalStateException("exit");
      }
      seen.add(Arrays.asList(state, returned, thrown));
    }
  }

  static Stream<Object[]> calls() {
    RuntimeException error = new IllegalArgumentException("own");
    List<String> list = List.of("a");
    int[] ints = {1};
    return Stream.of(
        call("nothing", null),
        call("truth", true, false),
        call("letter", 'c', (byte) 90, (short) 9),
        call("early", -1, -5),
        call("early", 6, 4),
        call("wide", 14L, 1L, 10.5, "abc"),
        call("half", 1.5f, 3f),
        call("twice", 3.0, 1.5),
        call("endless", -1, 3),
        call("caught", "bc", "abc"),
        call("caught", new IOException("empty"), ""),
        call("thrown", error, error),
        call("array", new Object[] {list, ints}, list, ints));
  }

  private static Object[] call(String method, @Nullable Object outcome, Object... arguments) {
    return new Object[] {method, outcome, arguments};
  }

  @ParameterizedTest
  @MethodSource("calls")
  void shouldTellTheAdapterOfEachCall(String name, @Nullable Object outcome, Object[] arguments)
      throws Exception {
    Object result = outcome(name, arguments);
    assertSame(result, outcome);
    boolean threw = outcome instanceof Throwable;
    assertThat(recorder.seen).hasSize(2);
    List<?> begun = (List<?>) recorder.seen.get(0);
    assertThat(begun.get(1)).isEqualTo(List.of(arguments));
    List<?> ended = (List<?>) recorder.seen.get(1);
    assertThat(ended.get(0)).isEqualTo("state");
    assertSame(ended.get(1), threw ? null : outcome);
    assertSame(ended.get(2), threw ? outcome : null);
    assertThat(registry.errors().count()).isZero();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void shouldLeaveTheOutcomeAsItIsIfTheAdapterFails(
      String name, @Nullable Object outcome, Object[] arguments) throws Exception {
    recorder.failsAtExit = true;
    assertSame(outcome(name, arguments), outcome);
    recorder.failsAtEnter = true;
    assertSame(outcome(name, arguments), outcome);
    assertThat(registry.errors().count()).isEqualTo(2);
  }

  private static void assertSame(@Nullable Object actual, @Nullable Object expected) {
    if (expected instanceof IOException) {
      assertThat(actual).isInstanceOf(IOException.class).hasToString(expected.toString());
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private @Nullable Object outcome(String name, Object[] arguments) throws Exception {
    Class<?> type = define(weave(AdaptedMethods.class, "**"));
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        method.setAccessible(true);
        try {
          return method.invoke(type.getConstructor().newInstance(), arguments);
        } catch (InvocationTargetException e) {
          return e.getCause();
        }
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void shouldCountNothingOnceTheAgentHasLeft() throws Exception {
    Class<?> type = define(weave(AdaptedMethods.class, "truth"));
    ProbeBridge.close();
    Method method = type.getDeclaredMethod("truth", boolean.class);
    method.setAccessible(true);
    assertThat(method.invoke(type.getConstructor().newInstance(), true)).isEqualTo(false);
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void shouldLeaveToByteBuddyWhatIsNotOneRuleForEachMethod() throws Exception {
    assertThat(weave(AdaptedMethods.class, "absent")).isNull();
    assertThat(weave(AdaptedMethods.class, "truth", "t*")).isNull();
    assertThat(weave(AdaptedMethods.class, "truth", "sum")).isNotNull();
  }

  @Test
  void shouldLeaveToByteBuddyWhatHotSpotKnows() throws Exception {
    assertThat(weave(Math.class, "max(int, int)")).isNull();
    assertThat(weave(Math.class, "floorMod(int, int)")).isNotNull();
  }

  /** The JVM does not verify these: Heddle's own verifier does, which says what the JVM says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.ProcessBuilder",
        "java.lang.ProcessImpl",
        "java.lang.ProcessHandleImpl"
      })
  void shouldWeaveTheChildProcessesOfThisJdk(String name) throws Exception {
    byte[] bytes = bytes(Class.forName(name, false, null));
    List<ActiveRule> rules = rules(name);
    byte[] woven =
        Objects.requireNonNull(weaver.weave(ClassKey.of(name, null), bytes, rules), name);
    Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);
    WovenCheck check = new WovenCheck(hierarchy.superTypes(null));
    ClassFile after = ClassFile.of(woven);
    assertThat(check.problems(ClassFile.of(bytes), after, after.methods().keySet())).isEmpty();
    assertThat(rules).isNotEmpty();
    for (ActiveRule rule : rules) {
      assertThat(rule.wovenMethods()).as(rule.spec().id()).isPositive();
      assertThat(rule.report().matched()).isEqualTo(rule.wovenMethods());
    }
  }

  private static List<ActiveRule> rules(String type) throws Exception {
    List<ActiveRule> rules = new ArrayList<>();
    try (InputStream in =
        AsmAdapterWeaverTest.class.getResourceAsStream("/packs/jdk-process.yaml")) {
      String yaml = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (RuleSpec spec : PackParser.parse("jdk-process.yaml", yaml).rules()) {
        TypePattern pattern = spec.selector().type();
        if (pattern != null && pattern.matches(type)) {
          rules.add(active(spec));
        }
      }
    }
    return rules;
  }

  private byte @Nullable [] weave(Class<?> type, String... methods) throws IOException {
    List<ActiveRule> rules = new ArrayList<>();
    for (String method : methods) {
      MethodPattern pattern = MethodPattern.parse(method.equals("**") ? "*" : method);
      rules.add(
          active(
              new RuleSpec(
                  method,
                  MethodSelector.of(TypePattern.parse(type.getName()), pattern),
                  new NotifyAdapter(AdapterEvent.TASK_STARTED, null, Map.of()))));
    }
    assertThat(rules).allMatch(RuleFigures::isPlainAdapter);
    return weaver.weave(ClassKey.of(type), bytes(type), rules);
  }

  private static ActiveRule active(RuleSpec spec) {
    return new ActiveRule(spec, 0, List.of(), 100, new MethodLimit(100), null, "");
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String path = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  private static Class<?> define(byte @Nullable [] woven) {
    byte[] bytes = Objects.requireNonNull(woven);
    return new ClassLoader(AsmAdapterWeaverTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(AdaptedMethods.class.getName(), bytes, 0, bytes.length);
      }
    }.define();
  }
}
