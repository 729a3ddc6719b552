package io.heddle.agent.process;

import io.heddle.probe.value.PropertyStep;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A private field of a class of the JDK, found once, to be read and written. Thread-safe. */
final class PrivateField {
  private final MethodHandle getter;
  private final MethodHandle setter;

  private PrivateField(MethodHandle getter, MethodHandle setter) {
    this.getter = getter;
    this.setter = setter;
  }

  /**
   * Returns the field {@code name} that {@code owner} declares; not static, not final, not
   * primitive.
   *
   * @throws IllegalStateException if there is none, or java.base does not open it to Heddle
   */
  static PrivateField of(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      MethodHandles.Lookup lookup = PropertyStep.trusted();
      if (lookup == MethodHandles.publicLookup()) {
        field.setAccessible(true);
      }
      return new PrivateField(
          lookup.unreflectGetter(field).asType(MethodType.methodType(Object.class, Object.class)),
          lookup
              .unreflectSetter(field)
              .asType(MethodType.methodType(void.class, Object.class, Object.class)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "field " + name + " of " + owner.getName() + " is out of reach", e);
    }
  }

  /** Returns the value of the field in {@code target}. */
  @Nullable Object get(Object target) throws Throwable {
    return (Object) getter.invokeExact(target);
  }

  /** Sets the field in {@code target}, with the memory effect that the field declares. */
  void set(Object target, @Nullable Object value) throws Throwable {
    setter.invokeExact(target, value);
  }
}
