package io.heddle.probe.value;

import io.heddle.registry.error.UnreadableException;
import io.heddle.registry.time.AgentWork;
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
 * once for each runtime class; in a Map that has neither, a key. The class itself keeps the handle,
 * which refers to nothing of Heddle's loader, so that neither loader is kept.
 */
public final class PropertyStep extends ClassValue<MethodHandle> {
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

  private final String name;

  /** Creates a step of this name. */
  public PropertyStep(String name) {
    this.name = name;
  }

  /** Returns true for a method that an Optional answers for itself, not for the value it holds. */
  boolean asksForPresence() {
    return name.equals("isPresent") || name.equals("isEmpty");
  }

  /** Returns true for the methods by which an Optional returns the value it holds. */
  boolean unwraps() {
    return switch (name) {
      case "get", "orElseThrow", "getAsInt", "getAsLong", "getAsDouble" -> true;
      default -> false;
    };
  }

  String name() {
    return name;
  }

  /** Returns the value of this step on {@code target}. */
  public @Nullable Object read(Object target) throws Throwable {
    return read(getter(target), target);
  }

  /** Returns what a {@link #getter} returns: looking it up again would cost 8 ns. */
  static @Nullable Object read(MethodHandle getter, Object target) throws Throwable {
    Class<?> result = getter.type().returnType();
    if (result == boolean.class) {
      return (boolean) getter.invokeExact(target);
    }
    if (result == int.class) {
      return (int) getter.invokeExact(target);
    }
    if (result == long.class) {
      return (long) getter.invokeExact(target);
    }
    if (result == double.class) {
      return (double) getter.invokeExact(target);
    }
    return (Object) getter.invokeExact(target);
  }

  /**
   * Returns the getter of this step on {@code target}. It takes an Object and returns boolean, int,
   * long or double where the member is of that type, and else an Object.
   */
  MethodHandle getter(Object target) {
    return get(target.getClass());
  }

  /** Returns a handle of a member with the type of a {@link #getter}. */
  static MethodHandle typed(MethodHandle raw) {
    Class<?> result = raw.type().returnType();
    boolean kept =
        result == boolean.class
            || result == int.class
            || result == long.class
            || result == double.class;
    return raw.asType(kept ? READ.changeReturnType(result) : READ);
  }

  @Override
  protected MethodHandle computeValue(Class<?> type) {
    long begin = System.nanoTime();
    MethodHandle found = find(type);
    AgentWork.worked(begin); // a hundred times what a read takes, and most reads are not timed
    return found;
  }

  private MethodHandle find(Class<?> type) {
    // asked for here and not where a step is made: a rule is read before the agent opens the
    // lookup, and which rules there are must not decide what others can read
    MethodHandles.Lookup lookup = trusted();
    MethodHandle found;
    try {
      found = publicMember(type, lookup);
      if (found == null) {
        found = anyMember(type, lookup);
      }
    } catch (LinkageError e) {
      // reflection resolves the types of all members at once, and one of them is not there
      found = MemberFinder.find(type, name, lookup);
    }
    if (found == null && Map.class.isAssignableFrom(type)) {
      return MethodHandles.insertArguments(keyOfMap(), 0, name).asType(READ);
    }
    return found != null ? found : unreadable(noMember(type));
  }

  private String noMember(Class<?> type) {
    String nearest = MemberFinder.nearest(type, name);
    String others = nearest == null ? MemberFinder.some(type) : "";
    String hint =
        nearest != null
            ? "; the nearest is " + nearest
            : others.isEmpty() ? "" : "; it has " + others;
    return type.getName() + " has no method or field " + name + hint;
  }

  private @Nullable MethodHandle publicMember(Class<?> type, MethodHandles.Lookup lookup) {
    for (Method method : type.getMethods()) {
      if (fits(method)) {
        return handle(method, lookup);
      }
    }
    for (Field field : type.getFields()) {
      if (fits(field)) {
        return handle(field, lookup);
      }
    }
    return null;
  }

  private @Nullable MethodHandle anyMember(Class<?> type, MethodHandles.Lookup lookup) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (fits(method)) {
          return handle(method, lookup);
        }
      }
      for (Field field : c.getDeclaredFields()) {
        if (fits(field)) {
          return handle(field, lookup);
        }
      }
    }
    return null;
  }

  private boolean fits(Method method) {
    return method.getName().equals(name) && isStep(method);
  }

  /** Returns true if a step of some name can read this method. */
  static boolean isStep(Method method) {
    return method.getParameterCount() == 0
        && method.getReturnType() != void.class
        && !Modifier.isStatic(method.getModifiers());
  }

  private boolean fits(Field field) {
    return field.getName().equals(name) && !Modifier.isStatic(field.getModifiers());
  }

  private MethodHandle handle(AccessibleObject member, MethodHandles.Lookup lookup) {
    try {
      if (lookup == MethodHandles.publicLookup()) {
        member.setAccessible(true);
      }
      MethodHandle raw =
          member instanceof Method method
              ? lookup.unreflect(method)
              : lookup.unreflectGetter((Field) member);
      return typed(raw);
    } catch (IllegalAccessException e) {
      return unreadable("Java keeps " + name + " from being read");
    }
  }

  private static MethodHandle keyOfMap() {
    try {
      MethodType type = MethodType.methodType(Object.class, String.class, Map.class);
      return MethodHandles.lookup().findStatic(PropertyStep.class, "key", type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a Step reads no key", e);
    }
  }

  @SuppressWarnings("unused") // called by its handle
  private static @Nullable Object key(String name, Map<?, ?> map) {
    try {
      return map.get(name);
    } catch (ClassCastException e) {
      return null; // as Map says: its keys are no texts, so this one is not there
    }
  }

  private static MethodHandle unreadable(String sentence) {
    return MethodHandles.dropArguments(
        MethodHandles.insertArguments(
            MethodHandles.throwException(Object.class, UnreadableException.class),
            0,
            new UnreadableException(sentence)),
        0,
        Object.class);
  }

  /**
   * Returns the trusted lookup, or the public one if that is out of reach. The agent opens
   * java.lang.invoke to the boot loader's unnamed module. Elsewhere, as in unit tests, public
   * members and what is open to us must do.
   */
  public static MethodHandles.Lookup trusted() {
    try {
      Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
      field.setAccessible(true);
      return (MethodHandles.Lookup) field.get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return MethodHandles.publicLookup();
    }
  }
}
