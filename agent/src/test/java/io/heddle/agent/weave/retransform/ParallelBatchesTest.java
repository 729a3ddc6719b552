package io.heddle.agent.weave.retransform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real classes of this JVM. */
class ParallelBatchesTest {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private final Set<Class<?>> refused = ConcurrentHashMap.newKeySet();
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  private final class Listener implements RetransformBatches.Listener {
    @Override
    public long bytes(Class<?> one) {
      return 3 << 10;
    }

    @Override
    public void refused(Class<?> one, Throwable why) {
      refused.add(one);
    }

    @Override
    public void done(int count) {}
  }

  /** Notes each class that the JVM shows, and on which threads. */
  private static final class Sight implements ClassFileTransformer {
    final List<Class<?>> seen = Collections.synchronizedList(new ArrayList<>());
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (redefined != null) {
        seen.add(redefined);
        threads.add(Thread.currentThread());
      }
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 200, 201})
  void shouldRetransformEachClassOnceAndSayHowFarItIs(int count) {
    List<Class<?>> classes = classes(count);
    Sight sight = new Sight();
    INSTRUMENTATION.addTransformer(sight, true);
    try {
      new ParallelBatches(INSTRUMENTATION, new Listener(), progress::add, Thread::new).run(classes);
    } finally {
      INSTRUMENTATION.removeTransformer(sight);
    }
    assertThat(sight.seen).containsExactlyInAnyOrderElementsOf(classes);
    assertThat(refused).isEmpty();
    boolean parallel = count > 63 && Runtime.getRuntime().availableProcessors() > 1;
    assertThat(sight.threads).hasSize(parallel ? 2 : 1);
    Set<String> lines = new HashSet<>(progress);
    assertThat(lines).hasSameSizeAs(progress);
    assertThat(lines).allMatch(line -> line.matches("\\d+ of " + count + " classes"));
    assertThat(lines.isEmpty()).isEqualTo(count == 1);
  }

  private static List<Class<?>> classes(int count) {
    List<Class<?>> classes = new ArrayList<>();
    ClassLoader parent = ParallelBatchesTest.class.getClassLoader();
    for (int i = 0; i < count; i++) {
      classes.add(
          new ByteBuddy()
              .subclass(Object.class)
              .name("com.acme.Parallel" + i)
              .make()
              .load(parent, ClassLoadingStrategy.Default.WRAPPER)
              .getLoaded());
    }
    return classes;
  }
}
