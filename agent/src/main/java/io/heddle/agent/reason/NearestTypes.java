package io.heddle.agent.reason;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that come nearest to a type, a few of all that were met. Not thread-safe. */
final class NearestTypes {
  private final @Nullable TypeComparison comparison;
  private final List<NearMiss> found = new ArrayList<>();
  private final Set<String> sentences = new HashSet<>();

  /**
   * @param comparison null for a rule without a type: no name comes near it
   */
  NearestTypes(@Nullable TypeComparison comparison) {
    this.comparison = comparison;
  }

  /** Notes a name if it is among the nearest so far. */
  void add(String name) {
    TypeMistake mistake = comparison == null ? null : comparison.of(name);
    if (mistake == null || (isOfPackage(mistake) && !sentences.add(mistake.sentence()))) {
      return;
    }
    found.add(NearMiss.of(name, mistake));
    if (found.size() > 2 * RuleDiagnosis.MOST) {
      keepNearest();
    }
  }

  /** Returns true for a mistake that a thousand classes of a package show as one does. */
  private static boolean isOfPackage(TypeMistake mistake) {
    return mistake instanceof TypeMistake.PackageName
        || mistake instanceof TypeMistake.StarStays
        || mistake instanceof TypeMistake.SimilarPackage;
  }

  private void keepNearest() {
    found.sort(Comparator.comparingInt(miss -> miss.mistake().rank()));
    found.subList(RuleDiagnosis.MOST, found.size()).clear();
  }

  /** Returns the nearest names, in no order. */
  List<NearMiss> found() {
    return found;
  }
}
