package io.heddle.agent.rule.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeverWovenTest {
  @Test
  void shouldHaveAReasonForEachEntry() {
    assertThat(NeverWoven.entries()).hasSizeGreaterThan(35);
    for (NeverWoven.Entry entry : NeverWoven.entries()) {
      assertThat(entry.reason()).as(entry.name()).hasSizeGreaterThan(20).doesNotEndWith(".");
    }
  }

  @Test
  void shouldRefuseRulesThatNameHeddleOrAllClasses() throws Exception {
    assertThat(NeverWoven.refusal(TypePattern.parse("io.heddle.agent.Agent")))
        .isEqualTo("'io.heddle.agent.Agent' is refused: Heddle does not measure itself");
    assertThat(NeverWoven.refusal(TypePattern.parse("java.lang.invoke.**")))
        .isEqualTo("'java.lang.invoke.**' is refused: woven code itself runs on java.lang.invoke");
    assertThat(NeverWoven.refusal(TypePattern.parse("java.lang.Object")))
        .startsWith("'java.lang.Object' is refused: every class would be woven");
    assertThat(NeverWoven.refusal(TypePattern.parse("java.lang.*"))).isNull();
    assertThat(NeverWoven.refusal(TypePattern.parse("io.heddler.Thing"))).isNull();
  }

  @Test
  void shouldNameThePackagesThatAGlobDoesNotReach() throws Exception {
    assertThat(NeverWoven.outOfReach(TypePattern.parse("sun.**"))).containsExactly("sun.**");
    assertThat(NeverWoven.outOfReach(TypePattern.parse("java.**")))
        .containsExactly("java.heddle.**", "java.lang.invoke.**");
    assertThat(NeverWoven.outOfReach(TypePattern.parse("sun.misc.Unsafe"))).isEmpty();
    assertThat(NeverWoven.beyondGlobs()).contains("jdk/internal/", "java/heddle/");
  }

  @Test
  void shouldKnowTheMethodsThatProbesCall() {
    assertThat(NeverWoven.isCalledByProbes("java.lang.ThreadLocal", "get")).isTrue();
    assertThat(NeverWoven.isCalledByProbes("java.lang.Object", "hashCode")).isTrue();
    assertThat(NeverWoven.isCalledByProbes("java.lang.Thread", "currentThread")).isTrue();
    assertThat(NeverWoven.isCalledByProbes("java.lang.Thread", "start")).isFalse();
  }
}
