package io.heddle.agent.weave.classes;

import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.AsmClassReader;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Describes one class that is to be woven. Only the name is known of every other type that it
 * mentions: no advice needs more, an absent type must not keep the class from being woven, and to
 * read the types of all parameters and results took most of the time of weaving a library.
 */
public final class ClassDescriptionPool extends TypePool.Default {
  private final String name;

  /** Creates the pool of a class. The name is dotted. */
  public ClassDescriptionPool(String name, byte[] bytes) {
    super(
        new TypePool.CacheProvider.Simple(),
        ClassFileLocator.Simple.of(name, bytes),
        TypePool.Default.ReaderMode.FAST);
    this.name = name;
  }

  @Override
  protected Resolution doDescribe(String type) {
    return type.equals(name) ? super.doDescribe(type) : new Resolution.Simple(new NamedType(type));
  }

  @Override
  protected TypeDescription doParse(AsmClassReader reader) {
    return super.doParse(new ErasedReader(reader));
  }

  /** Reads a class without its generic types. */
  private record ErasedReader(AsmClassReader reader) implements AsmClassReader {
    @Override
    public <T> @Nullable T unwrap(Class<T> type) {
      return reader.unwrap(type);
    }

    @Override
    public int getModifiers() {
      return reader.getModifiers();
    }

    @Override
    public String getInternalName() {
      return reader.getInternalName();
    }

    @Override
    public @Nullable String getSuperClassInternalName() {
      return reader.getSuperClassInternalName();
    }

    @Override
    public List<String> getInterfaceInternalNames() {
      return reader.getInterfaceInternalNames();
    }

    @Override
    public void accept(ClassVisitor visitor, int flags) {
      reader.accept(new Erased(visitor), flags);
    }
  }

  /** Leaves generic types out: their variables are declared by classes that are not read. */
  private static final class Erased extends ClassVisitor {
    Erased(ClassVisitor extractor) {
      super(OpenedClassReader.ASM_API, extractor);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      super.visit(version, access, name, null, superName, interfaces);
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, @Nullable String signature) {
      return super.visitRecordComponent(name, descriptor, null);
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      return super.visitField(access, name, descriptor, null, value);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return super.visitMethod(access, name, descriptor, null, exceptions);
    }
  }
}
