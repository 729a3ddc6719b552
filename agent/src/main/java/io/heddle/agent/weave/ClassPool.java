package io.heddle.agent.weave;

import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;

/**
 * Describes one class that is to be woven. Of every other type that it mentions nothing but the
 * name is known: no advice needs more, one that is absent must not keep the class from being woven,
 * and to read the types of all parameters and results took most of the time of weaving a library.
 */
final class ClassPool extends TypePool.Default {
  private final String name;

  ClassPool(String name, byte[] bytes) {
    super(
        new TypePool.CacheProvider.Simple(),
        ClassFileLocator.Simple.of(name, bytes),
        TypePool.Default.ReaderMode.FAST);
    this.name = name;
  }

  @Override
  protected Resolution doDescribe(String type) {
    return type.equals(name)
        ? super.doDescribe(type)
        : new Resolution.Simple(
            new TypeDescription.Latent(
                type,
                Opcodes.ACC_PUBLIC,
                TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class),
                List.of()));
  }
}
