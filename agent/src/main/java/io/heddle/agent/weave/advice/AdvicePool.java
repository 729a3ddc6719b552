package io.heddle.agent.weave.advice;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Describes a class of advice from its class file, and all that it mentions from what is loaded.
 * Reflection would make a JDK proxy of each annotation of the advice: some forty, after which the
 * numbered names of the application's own proxies would begin.
 */
final class AdvicePool extends TypePool.Default {
  private final String advice;
  private final ClassLoader loader;

  AdvicePool(Class<?> advice, ClassLoader loader) {
    super(
        new TypePool.CacheProvider.Simple(),
        ClassFileLocator.ForClassLoader.of(loader),
        TypePool.Default.ReaderMode.FAST);
    this.advice = advice.getName();
    this.loader = loader;
  }

  @Override
  protected Resolution doDescribe(String name) {
    if (name.equals(advice)) {
      return super.doDescribe(name);
    }
    try {
      return new Resolution.Simple(
          TypeDescription.ForLoadedType.of(Class.forName(name, false, loader)));
    } catch (ClassNotFoundException e) {
      return new Resolution.Illegal(name);
    }
  }
}
