package io.heddle.agent.rule.pattern;

import org.jspecify.annotations.Nullable;

/** Classes that no rule may weave, and the reasons. */
public final class ForbiddenTypes {
  private static final String[] OWN = {"io.heddle.", "java.heddle."};

  private ForbiddenTypes() {}

  /** Returns the reason why no class that the pattern can match may be woven, or null. */
  public static @Nullable String reason(TypePattern type) {
    String name = type.prefix();
    for (String own : OWN) {
      if (name.startsWith(own)) {
        return "'" + type + "' is refused: Heddle does not measure itself";
      }
    }
    if (name.startsWith("java.lang.invoke.")) {
      return "'" + type + "' is refused: woven code itself runs on java.lang.invoke";
    }
    if (type.exact() && name.equals("java.lang.Object")) {
      return "'" + type + "' is refused: every class would be woven; name the classes you mean";
    }
    return null;
  }
}
