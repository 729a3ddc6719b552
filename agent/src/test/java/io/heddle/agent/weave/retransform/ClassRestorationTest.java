package io.heddle.agent.weave.retransform;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.weave.classes.ClassKey;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.modifier.Ownership;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.FixedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real classes of this JVM, woven as by an agent: {@code value()} is 1 before and 2 woven. */
class ClassRestorationTest {
  private static final int CLASSES = 200;
  private static final int ICONST_0 = 3;
  private static final byte IRETURN = (byte) 0xac;
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private final OriginalClasses originals = new OriginalClasses();
  private final Weaving weaving = new Weaving(originals);
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void weave() {
    INSTRUMENTATION.addTransformer(weaving, true);
  }

  @AfterEach
  void leave() {
    INSTRUMENTATION.removeTransformer(weaving);
  }

  @Test
  void shouldRestoreAndVerifyEveryClass() throws Exception {
    List<Class<?>> woven = load();
    assertThat(values(woven)).containsOnly(2);
    OriginalClasses.Verdict verdict = restore();
    assertThat(verdict.different()).isEmpty();
    assertThat(verdict.restored()).isEqualTo(CLASSES);
    assertThat(values(woven)).containsOnly(1);
  }

  @Test
  void shouldSayHowFarItIs() throws Exception {
    List<Class<?>> woven = load();
    restore();
    assertThat(progress).isNotEmpty();
    assertThat(progress).allMatch(line -> line.matches("\\d+ of " + woven.size() + " classes"));
  }

  @Test
  void shouldLoseOnlyTheClassThatTheJvmRefuses() throws Exception {
    List<Class<?>> woven = load();
    Other other = new Other("made/Made7", bytes -> new byte[] {1, 2, 3});
    INSTRUMENTATION.addTransformer(other, true);
    try {
      OriginalClasses.Verdict verdict = restore();
      assertThat(verdict.restored()).isEqualTo(CLASSES - 1);
      assertThat(verdict.different())
          .singleElement()
          .asString()
          .startsWith("made.Made7: the JVM refuses it: java.lang.");
    } finally {
      INSTRUMENTATION.removeTransformer(other);
    }
    for (Class<?> one : woven) {
      assertThat(value(one)).isEqualTo(one.getName().equals("made.Made7") ? 2 : 1);
    }
  }

  @Test
  void shouldNameAClassThatReportsOtherBytes() throws Exception {
    List<Class<?>> woven = load();
    Other other = new Other("made/Made7", bytes -> returning(bytes, 3));
    INSTRUMENTATION.addTransformer(other, true);
    try {
      OriginalClasses.Verdict verdict = restore();
      assertThat(verdict.restored()).isEqualTo(CLASSES - 1);
      assertThat(verdict.different())
          .containsExactly("made.Made7: it reports other bytes than before");
    } finally {
      INSTRUMENTATION.removeTransformer(other);
    }
    for (Class<?> one : woven) {
      assertThat(value(one)).isEqualTo(one.getName().equals("made.Made7") ? 3 : 1);
    }
  }

  @Test
  void shouldForgetAClassThatIsGone() throws Exception {
    Loader loader = new Loader(Map.of("made.Made0", made("Made0", "java.lang.Object", 1)));
    ClassKey gone = ClassKey.of(loader.loadClass("made.Made0"));
    loader = null;
    while (!gone.isGone()) {
      System.gc();
    }
    assertThat(restore()).isEqualTo(new OriginalClasses.Verdict(0, List.of()));
  }

  @Test
  void shouldWeaveNothingAnyMore() throws Exception {
    restore();
    byte[] bytes = made("Made0", "java.lang.Object", 1);
    assertThat(originals.remember(ClassKey.of("made.Made0", null), bytes)).isFalse();
    assertThat(values(load())).containsOnly(1);
  }

  /** The JVM loads a class's parent when the class itself has been woven already. */
  @Test
  void shouldWaitForAClassThatIsBeingLoaded() throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    files.put("made.Parent", made("Parent", "java.lang.Object", 1));
    files.put("made.Child", made("Child", "made.Parent", 1));
    Loader loader = new Loader(files);
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch goes = new CountDownLatch(1);
    loader.before("made.Parent", waits, goes);
    FutureTask<Class<?>> loading = new FutureTask<>(() -> loader.loadClass("made.Child"));
    new Thread(loading).start();
    waits.await();
    FutureTask<OriginalClasses.Verdict> restoring = new FutureTask<>(this::restore);
    new Thread(restoring).start();
    ClassKey any = ClassKey.of("made.Any", null);
    while (originals.remember(any, new byte[0])) {
      Thread.onSpinWait();
    }
    goes.countDown();
    OriginalClasses.Verdict verdict = restoring.get(30, TimeUnit.SECONDS);
    assertThat(verdict.different()).filteredOn(one -> !one.startsWith("made.Any")).isEmpty();
    assertThat(value(loading.get())).isEqualTo(1);
  }

  /** The class file with another number from 2 to 5 instead of the 1 that it returns. */
  private static byte[] returning(byte[] bytes, int value) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < changed.length - 1; i++) {
      if (changed[i] == ICONST_0 + 1 && changed[i + 1] == IRETURN) {
        changed[i] = (byte) (ICONST_0 + value);
      }
    }
    return changed;
  }

  private OriginalClasses.Verdict restore() {
    return originals.restore(INSTRUMENTATION, progress::add);
  }

  private static List<Class<?>> load() throws ClassNotFoundException {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < CLASSES; i++) {
      files.put("made.Made" + i, made("Made" + i, "java.lang.Object", 1));
    }
    Loader loader = new Loader(files);
    List<Class<?>> classes = new ArrayList<>();
    for (String name : files.keySet()) {
      classes.add(loader.loadClass(name));
    }
    return classes;
  }

  /** A class file with {@code value()} and, so that there are several batches, a long text. */
  private static byte[] made(String name, String parent, int value) {
    TypeDescription.Generic extended =
        InstrumentedType.Default.of(
                parent,
                TypeDescription.ForLoadedType.of(Object.class).asGenericType(),
                Visibility.PUBLIC)
            .asGenericType();
    return new ByteBuddy()
        .with(TypeValidation.DISABLED)
        .subclass(extended, ConstructorStrategy.Default.NO_CONSTRUCTORS)
        .name("made." + name)
        .defineMethod("text", String.class, Ownership.STATIC)
        .intercept(FixedValue.value("x".repeat(2_000)))
        .defineMethod("value", int.class, Visibility.PUBLIC, Ownership.STATIC)
        .intercept(FixedValue.value(value))
        .make()
        .getBytes();
  }

  private static List<Integer> values(List<Class<?>> classes) throws Exception {
    List<Integer> values = new ArrayList<>();
    for (Class<?> one : classes) {
      values.add(value(one));
    }
    return values;
  }

  private static int value(Class<?> one) throws ReflectiveOperationException {
    return (Integer) one.getMethod("value").invoke(null);
  }

  /** Turns every {@code value()} of a made class into 2, and remembers what the class was. */
  private record Weaving(OriginalClasses originals) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String className,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (className == null || !className.startsWith("made/")) {
        return null;
      }
      String name = className.replace('/', '.');
      boolean weaves = originals.remember(ClassKey.of(name, loader), bytes);
      return weaves ? returning(bytes, 2) : null;
    }
  }

  /** Another agent, which changes one class. */
  private record Other(String victim, UnaryOperator<byte[]> change)
      implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String className,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      return victim.equals(className) ? change.apply(bytes) : null;
    }
  }

  /** Defines classes from memory. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files;
    private String awaited = "";
    private CountDownLatch waits = new CountDownLatch(0);
    private CountDownLatch goes = new CountDownLatch(0);

    Loader(Map<String, byte[]> files) {
      super(null);
      this.files = files;
    }

    /** Stops before that class is loaded, and says so, until it may go on. */
    void before(String name, CountDownLatch stopped, CountDownLatch free) {
      awaited = name;
      waits = stopped;
      goes = free;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = files.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      if (name.equals(awaited)) {
        waits.countDown();
        try {
          goes.await();
        } catch (InterruptedException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
