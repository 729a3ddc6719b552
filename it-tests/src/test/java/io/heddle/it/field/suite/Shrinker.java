package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** ProGuard, with what applications use it for: renamed members, optimised code. */
final class Shrinker {
  private Shrinker() {}

  /**
   * Makes a jar of a library. Public members keep their names; variables share slots, parameters
   * included, methods are inlined, and others get one name as often as their types allow.
   */
  static Path shrink(Path library, Path directory) throws Exception {
    Path jmods = Jdk.current().home().resolve("jmods");
    if (!Files.isDirectory(jmods)) {
      System.out.println("skipped: ProGuard (no " + jmods + ")");
    }
    Assumptions.assumeTrue(Files.isDirectory(jmods), "no jmods in this JDK");
    Path shrunk = directory.resolve("shrunk.jar");
    Path config =
        Files.writeString(
            directory.resolve("proguard.pro"),
            """
            -injars '%s'(!META-INF/versions/**,!module-info.class)
            -outjars '%s'
            -libraryjars '%s/java.base.jmod'(!**.jar;!module-info.class)
            -libraryjars '%s/java.desktop.jmod'(!**.jar;!module-info.class)
            -keep,allowoptimization public class * { public protected *; }
            -overloadaggressively
            -allowaccessmodification
            -optimizationpasses 2
            -keepattributes *
            -dontwarn **
            -dontnote **
            """
                .formatted(library, shrunk, jmods, jmods));
    Fetched proguard = Fetched.from("tools/proguard");
    ProcessResult result =
        ProcessResult.of(
            List.of(
                Jdk.current().java().toString(),
                "-Xmx1g",
                "-cp",
                proguard.directory() + "/*",
                "proguard.ProGuard",
                "@" + config),
            Map.of(),
            Duration.ofMinutes(5));
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    return shrunk;
  }
}
