package io.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.report.RuleReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmatchedRuleWarningTest {
  private static RuleReport rule(String id, long woven, RuleReport.Reason... reasons) {
    return new RuleReport(id, 1, woven, woven, 0, 0, List.of(reasons));
  }

  @Test
  void shouldNameRulesWithTheirBestReason() {
    RuleReport.Reason outOfReach =
        new RuleReport.Reason("jdk.internal.**", "", "no glob weaves the classes of this package");
    RuleReport.Reason misspelt =
        new RuleReport.Reason("com.acme.Shop", "place(int)", "is spelt like plce");
    assertThat(
            UnmatchedRuleWarning.of(
                List.of(
                    rule("good", 2),
                    rule("shop", 0, outOfReach, misspelt),
                    rule("bare", 0),
                    RuleReport.asleep("quartz", "waits"))))
        .isEqualTo(
            "2 of 3 rules measure nothing so far: shop (com.acme.Shop.place(int): is spelt like"
                + " plce); bare (status and /api/rules have all reasons)");
  }

  @Test
  void shouldSayNothingOfRulesThatWeaveAndOfPacks() {
    RuleReport ofPack =
        new RuleReport("exec", 0, 0, 0, 0, 0, List.of(), null, "jdk-process", false);
    assertThat(UnmatchedRuleWarning.of(List.of(rule("good", 1), ofPack))).isNull();
    assertThat(UnmatchedRuleWarning.of(List.of())).isNull();
  }

  @Test
  void shouldWaitForReasons() {
    RuleReport.Reason known = new RuleReport.Reason("com.acme.Shop", "", "is spelt like");
    assertThat(UnmatchedRuleWarning.lacksReasons(List.of(rule("a", 1), rule("b", 0)))).isTrue();
    assertThat(UnmatchedRuleWarning.lacksReasons(List.of(rule("a", 1), rule("b", 0, known))))
        .isFalse();
  }

  @Test
  void shouldNameFiveAtMost() {
    List<RuleReport> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(rule("rule" + i, 0));
    }
    assertThat(UnmatchedRuleWarning.of(many))
        .startsWith("12 of 12 rules measure nothing so far: rule0; rule1; ")
        .contains("rule4; and 7 more")
        .doesNotContain("rule5");
  }
}
