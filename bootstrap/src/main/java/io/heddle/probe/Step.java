package io.heddle.probe;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step {@code .name} of a value: a method without parameters or a field, public first, found
 * once for each runtime class; in a Map of the JDK that has neither, a key. What is found hangs on
 * the class itself and refers to nothing of Heddle's loader, so that neither loader is kept.
 */
public final class Step extends ClassValue<MethodHandle> {
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
  private static final MethodHandles.Lookup TRUSTED = trusted();
  private static final MethodHandle GET = mapGet();

  private final String name;

  /** A step of this name. */
  public Step(String name) {
    this.name = name;
  }

  /** The value of this step on {@code target}. */
  public @Nullable Object read(Object target) throws Throwable {
    return (Object) get(target.getClass()).invokeExact(target);
  }

  @Override
  protected MethodHandle computeValue(Class<?> type) {
    MethodHandle found;
    try {
      found = publicMember(type);
      if (found == null) {
        found = anyMember(type);
      }
    } catch (LinkageError e) {
      // reflection resolves the types of all members at once, and one of them is not there
      found = MemberFinder.find(type, name, TRUSTED);
    }
    if (found == null && Map.class.isAssignableFrom(type) && type.getClassLoader() == null) {
      return MethodHandles.insertArguments(GET, 1, name).asType(READ);
    }
    return found != null ? found : missing(type);
  }

  private @Nullable MethodHandle publicMember(Class<?> type) {
    for (Method method : type.getMethods()) {
      if (fits(method)) {
        return handle(method);
      }
    }
    for (Field field : type.getFields()) {
      if (fits(field)) {
        return handle(field);
      }
    }
    return null;
  }

  private @Nullable MethodHandle anyMember(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (fits(method)) {
          return handle(method);
        }
      }
      for (Field field : c.getDeclaredFields()) {
        if (fits(field)) {
          return handle(field);
        }
      }
    }
    return null;
  }

  private boolean fits(Method method) {
    return method.getName().equals(name)
        && method.getParameterCount() == 0
        && method.getReturnType() != void.class
        && !Modifier.isStatic(method.getModifiers());
  }

  private boolean fits(Field field) {
    return field.getName().equals(name) && !Modifier.isStatic(field.getModifiers());
  }

  private static MethodHandle handle(AccessibleObject member) {
    try {
      if (TRUSTED == MethodHandles.publicLookup()) {
        member.setAccessible(true);
      }
      MethodHandle raw =
          member instanceof Method method
              ? TRUSTED.unreflect(method)
              : TRUSTED.unreflectGetter((Field) member);
      return raw.asType(READ);
    } catch (IllegalAccessException e) {
      return MethodHandles.dropArguments(
          MethodHandles.insertArguments(
              MethodHandles.throwException(Object.class, IllegalAccessException.class), 0, e),
          0,
          Object.class);
    }
  }

  private static MethodHandle mapGet() {
    try {
      MethodType type = MethodType.methodType(Object.class, Object.class);
      return MethodHandles.publicLookup().findVirtual(Map.class, "get", type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private MethodHandle missing(Class<?> type) {
    NoSuchFieldException missing =
        new NoSuchFieldException(type.getName() + " has no method or field " + name);
    return MethodHandles.dropArguments(
        MethodHandles.insertArguments(
            MethodHandles.throwException(Object.class, NoSuchFieldException.class), 0, missing),
        0,
        Object.class);
  }

  // The agent opens java.lang.invoke to the boot loader's unnamed module. Elsewhere, as in unit
  // tests, public members and what is open to us must do.
  static MethodHandles.Lookup trusted() {
    try {
      Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
      field.setAccessible(true);
      return (MethodHandles.Lookup) field.get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return MethodHandles.publicLookup();
    }
  }
}
