package io.heddle.agent.weave.match;

import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.registry.IdentityWeakKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a library is one that its pack knows, for each loader that has it: half a pack
 * would count wrongly. Thread-safe.
 */
public final class PackCompatibility {
  private static final String FITS = "";

  private final PackSpec pack;
  private final Map<IdentityWeakKey<ClassLoader>, String> byLoader = new ConcurrentHashMap<>();

  /** Creates the check of one pack. */
  public PackCompatibility(PackSpec pack) {
    this.pack = pack;
  }

  /**
   * Returns why the pack must not weave what this loader defines, or null if it may.
   *
   * @param pool describes the classes of the loader, asked once for each; null if the loader hides
   *     its class files: the library is taken to fit
   */
  public @Nullable String problem(@Nullable ClassLoader loader, Supplier<@Nullable TypePool> pool) {
    IdentityWeakKey<ClassLoader> key = new IdentityWeakKey<>(loader);
    String known = byLoader.get(key);
    if (known == null) {
      TypePool classes = pool.get();
      known = classes == null ? FITS : firstProblem(classes);
      byLoader.put(key, known);
    }
    return known.equals(FITS) ? null : known;
  }

  private String firstProblem(TypePool pool) {
    for (RuleSpec rule : pack.rules()) {
      TypePattern type = rule.selector().type();
      if (type == null || !type.exact() || rule.optional()) {
        continue;
      }
      TypePool.Resolution found = pool.describe(type.text());
      if (!found.isResolved()) {
        return off("there is no class " + type);
      }
      MethodPattern method = rule.selector().method();
      if (method != null && !declares(found, method)) {
        return off(type + " has no method " + method);
      }
    }
    return FITS;
  }

  private String off(String why) {
    return "pack " + pack.name() + " is off: " + why + " (it knows " + pack.versions() + ")";
  }

  private static boolean declares(TypePool.Resolution type, MethodPattern wanted) {
    for (MethodDescription.InDefinedShape method : type.resolve().getDeclaredMethods()) {
      List<String> parameters = MethodMatcher.parameterTypes(method);
      if (wanted.matches(method.getInternalName(), parameters)) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the loaders that are gone. */
  public void sweep() {
    byLoader.keySet().removeIf(ClassKey.LOADER_GONE);
  }
}
