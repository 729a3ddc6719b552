package io.heddle.agent.weave.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What advice throws must never reach the application, and a method that throws ends its run. */
class AdviceTest {
  static List<Class<?>> advice() throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(AdviceKind.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path room = classes.resolve(AdviceKind.class.getPackageName().replace('.', '/'));
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        if (name.endsWith("Advice.class")) {
          found.add(Class.forName(name.substring(0, name.length() - ".class".length())));
        }
      }
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(8);
    return found;
  }

  @ParameterizedTest
  @MethodSource("advice")
  void shouldSwallowWhatItThrowsAndSeeWhatTheMethodThrows(Class<?> advice) throws IOException {
    int enters = 0;
    int exits = 0;
    for (Method method : advice.getDeclaredMethods()) {
      Advice.OnMethodEnter enter = method.getAnnotation(Advice.OnMethodEnter.class);
      if (enter != null) {
        assertThat(enter.suppress()).isEqualTo(Throwable.class);
        enters++;
      }
      Advice.OnMethodExit exit = method.getAnnotation(Advice.OnMethodExit.class);
      if (exit != null) {
        if (exit.suppress() != Throwable.class) {
          assertThat(uncaught(advice, method.getName())).isEmpty();
        }
        assertThat(exit.onThrowable()).isEqualTo(Throwable.class);
        exits++;
      }
    }
    assertThat(enters).isEqualTo(1);
    assertThat(exits).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"COUNT", "SET", "CHANGE", "OBSERVE"})
  void shouldSwallowWhatItThrowsWhenItHasNoExit(AdviceKind kind) {
    Method[] methods = kind.advice().getDeclaredMethods();
    assertThat(methods).hasSize(1);
    assertThat(methods[0].getAnnotation(Advice.OnMethodEnter.class).suppress())
        .isEqualTo(Throwable.class);
  }

  /**
   * The calls of a method that no handler for Throwable covers, but for the report of the error.
   */
  private static List<String> uncaught(Class<?> advice, String method) throws IOException {
    CallsOutside calls = new CallsOutside();
    String file = "/" + advice.getName().replace('.', '/') + ".class";
    try (InputStream in = advice.getResourceAsStream(file)) {
      ClassVisitor visitor =
          new ClassVisitor(OpenedClassReader.ASM_API) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                int access, String name, String type, String signature, String[] exceptions) {
              return name.equals(method) ? calls : null;
            }
          };
      new ClassReader(in).accept(visitor, 0);
    }
    return calls.found;
  }

  private static final class CallsOutside extends MethodVisitor {
    final List<String> found = new ArrayList<>();
    private final Set<Label> starts = new HashSet<>();
    private final Set<Label> ends = new HashSet<>();
    private int covered;

    CallsOutside() {
      super(OpenedClassReader.ASM_API);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type == null || type.equals("java/lang/Throwable")) {
        starts.add(start);
        ends.add(end);
      }
    }

    @Override
    public void visitLabel(Label label) {
      covered += (starts.contains(label) ? 1 : 0) - (ends.contains(label) ? 1 : 0);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      if (covered == 0 && !name.equals("swallowed")) {
        found.add(owner + "." + name);
      }
    }
  }
}
