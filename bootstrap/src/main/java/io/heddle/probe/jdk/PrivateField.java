package io.heddle.probe.jdk;

import io.heddle.probe.value.PropertyStep;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of an object of the JDK that nobody else may touch, found once. Thread-safe. */
public final class PrivateField {
  private final MethodHandle getter;
  private final MethodHandle setter;

  private PrivateField(MethodHandle getter, MethodHandle setter) {
    this.getter = getter;
    this.setter = setter;
  }

  /**
   * The field {@code name} that {@code owner} declares; not static, not final, not primitive.
   *
   * @throws IllegalStateException if there is none, or java.base does not let Heddle at it
   */
  public static PrivateField of(Class<?> owner, String name) {
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

  /** The value that {@code target} has there. */
  public @Nullable Object get(Object target) throws Throwable {
    return (Object) getter.invokeExact(target);
  }

  /** Puts {@code value} there, with the memory effect that the field declares. */
  public void set(Object target, @Nullable Object value) throws Throwable {
    setter.invokeExact(target, value);
  }
}
