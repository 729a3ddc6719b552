package io.heddle.agent.weave.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WovenCheckTest {
  private static final String METHOD = "branches(IJLjava/lang/String;)I";
  private static final String OTHER = "handlers(Ljava/lang/Object;)Ljava/lang/Object;";

  private final byte[] bytes = specimen();
  private final ClassFile sound = ClassFile.of(bytes);
  private final ClassFile broken = broken();

  private static byte[] specimen() {
    try (InputStream in = Specimen.class.getResourceAsStream("Specimen.class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same with a method that leaves a value on the stack: its first instruction is a dup. */
  private ClassFile broken() {
    byte[] mutant = bytes.clone();
    MethodCode code = java.util.Objects.requireNonNull(sound.methods().get(METHOD));
    mutant[code.start()] = 3;
    mutant[code.start() + 1] = 3;
    assertThat(Mutants.verdict(Specimen.class.getName(), mutant)).isFalse();
    return ClassFile.of(mutant);
  }

  @Test
  void shouldNameTheMethodThatTheJvmWouldRefuseAndNoOther() {
    WovenCheck check = new WovenCheck(new Corpus());
    assertThat(check.problems(sound, sound, Set.of(METHOD, OTHER))).isEmpty();
    assertThat(check.problems(sound, broken, Set.of(METHOD, OTHER))).containsOnlyKeys(METHOD);
    assertThat(check.problems(sound, broken, Set.of(METHOD)).get(METHOD)).startsWith("at ");
    assertThat(check.problems(sound, broken, Set.of(OTHER))).isEmpty();
  }

  @Test
  void shouldNotBlameWeavingForWhatWasWrongBefore() {
    WovenCheck check = new WovenCheck(new Corpus());
    assertThat(check.problems(broken, broken, Set.of(METHOD))).isEmpty();
  }

  /** Where no class file is to be had, what the original code takes for good is good. */
  @Test
  void shouldAssumeWhatTheOriginalAssumes() {
    WovenCheck blind = new WovenCheck(name -> null);
    assertThat(blind.problems(sound, sound, sound.methods().keySet())).isEmpty();
  }
}
