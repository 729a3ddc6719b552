package io.heddle.agent.weave.classes;

import java.lang.reflect.Type;
import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A class of which only the name is known. Immutable.
 *
 * <p>Byte Buddy asks each type in each frame whether it is one of eight primitives, and asks for
 * its names again and again. With answers from fields, a library is woven in half the time.
 */
final class NamedType extends TypeDescription.Latent {
  private final String internalName;
  private final String descriptor;

  NamedType(String name) {
    super(name, Opcodes.ACC_PUBLIC, TypeDescription.Generic.UNDEFINED, List.of());
    this.internalName = name.replace('.', '/');
    this.descriptor = "L" + internalName + ";";
  }

  @Override
  public String getInternalName() {
    return internalName;
  }

  @Override
  public String getDescriptor() {
    return descriptor;
  }

  @Override
  public boolean represents(Type type) {
    return type instanceof Class<?> loaded && loaded.getName().equals(getName());
  }

  // Byte Buddy passes over an annotation whose type does not say that it is one
  @Override
  public boolean isAnnotation() {
    return true;
  }

  @Override
  public boolean isPrimitive() {
    return false;
  }

  @Override
  public boolean isArray() {
    return false;
  }
}
