package io.heddle.agent.weave.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker against what the JVM itself says of the same bytes. */
@Tag("slow")
class MethodVerifierTest {
  private static final int MUTATIONS = Boolean.getBoolean("heddle.long") ? 100_000 : 8_000;

  private final Corpus corpus = new Corpus();

  private @Nullable String problem(ClassFile file, MethodCode code) {
    try {
      new MethodVerifier(file, code, new VerificationTypes(corpus)).verify();
      return null;
    } catch (VerificationException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return "damaged: " + e;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java/lang", "java/util", "java/time", "jdk/internal", "sun/security"})
  void shouldAcceptEveryMethodOfTheJdk(String folder) throws IOException {
    int methods = 0;
    List<String> refused = new ArrayList<>();
    for (Path path : corpus.classes(folder)) {
      ClassFile file = ClassFile.of(Files.readAllBytes(path));
      for (Map.Entry<String, MethodCode> method : file.methods().entrySet()) {
        if (method.getKey().startsWith("<init>")) {
          continue; // never woven
        }
        methods++;
        String problem = problem(file, method.getValue());
        if (problem != null) {
          refused.add(path + " " + method.getKey() + ": " + problem);
        }
      }
    }
    assertThat(methods).isGreaterThan(2_000);
    assertThat(refused).isEmpty();
  }

  /** Changes one byte of the code or of the frames of a method, and asks both. */
  @Test
  void shouldRefuseWhatTheJvmRefusesAndNothingElse() throws IOException {
    byte[] bytes;
    try (InputStream in = Specimen.class.getResourceAsStream("Specimen.class")) {
      bytes = in == null ? new byte[0] : in.readAllBytes();
    }
    ClassFile original = ClassFile.of(bytes);
    List<Map.Entry<String, MethodCode>> methods =
        original.methods().entrySet().stream()
            .filter(method -> method.getValue().stackMap() >= 0)
            .sorted(Map.Entry.comparingByKey())
            .toList();
    assertThat(methods).hasSizeGreaterThan(5);
    Random random = new Random(42);
    int refused = 0;
    List<String> different = new ArrayList<>();
    for (int i = 0; i < MUTATIONS; i++) {
      Map.Entry<String, MethodCode> method = methods.get(random.nextInt(methods.size()));
      MethodCode code = method.getValue();
      byte[] mutant = bytes.clone();
      boolean frames = random.nextBoolean();
      int from = frames ? code.stackMap() : code.start();
      int length = frames ? frameBytes(original, code) : code.length();
      int at = from + random.nextInt(length);
      mutant[at] =
          (byte)
              (random.nextInt(4) == 0
                  ? random.nextInt(256)
                  : mutant[at] + 1 - 2 * random.nextInt(2));
      Boolean verdict = Mutants.verdict(Specimen.class.getName(), mutant);
      if (verdict == null) {
        continue; // the JVM refuses it for another reason than its types
      }
      String problem = problem(ClassFile.of(mutant), code);
      refused += verdict ? 0 : 1;
      if (verdict != (problem == null)) {
        different.add(
            method.getKey()
                + (frames ? " frames +" : " code +")
                + (at - from)
                + " = "
                + mutant[at]
                + ": "
                + (verdict ? "refused, " + problem : "accepted"));
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 10);
    assertThat(different).isEmpty();
  }

  private static int frameBytes(ClassFile file, MethodCode code) {
    return file.s4(code.stackMap() - 4);
  }
}
