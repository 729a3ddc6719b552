package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What advice throws must never reach the application, and a method that throws ends its run. */
class AdviceTest {
  static List<Class<?>> advice() throws IOException, URISyntaxException, ClassNotFoundException {
    Path room =
        Path.of(Weaver.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(Weaver.class.getPackageName().replace('.', '/'));
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(room)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Advice.class")) {
          String simple = name.substring(0, name.length() - ".class".length());
          found.add(Class.forName(Weaver.class.getPackageName() + "." + simple));
        }
      }
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(4);
    return found;
  }

  @ParameterizedTest
  @MethodSource("advice")
  void shouldSwallowWhatItThrowsAndSeeWhatTheMethodThrows(Class<?> advice) {
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
        assertThat(exit.suppress()).isEqualTo(Throwable.class);
        assertThat(exit.onThrowable()).isEqualTo(Throwable.class);
        exits++;
      }
    }
    assertThat(enters).isEqualTo(1);
    assertThat(exits).isEqualTo(1);
  }
}
