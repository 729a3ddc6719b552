package io.heddle.probe.value;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Searches the objects that an object holds in its fields, directly or through others: nearest
 * first, up to a limit. Reads fields and calls nothing of the application.
 */
public final class ReachableObjects {
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
  private static final MethodHandles.Lookup TRUSTED = PropertyStep.trusted();

  // by class: refers to nothing of Heddle's own loader
  private static final ClassValue<MethodHandle[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          return fieldsOf(type);
        }
      };

  /** A visitor of each object found. */
  public interface Search {
    /** Returns true to end the search. */
    boolean ends(Object found);

    /** Returns false if the fields of the object are not to be read. */
    boolean opens(Object found);
  }

  private record Place(Object object, int depth) {}

  private ReachableObjects() {}

  /**
   * Returns true if {@code search} ended the search.
   *
   * @param depth how many fields away at most
   * @param most how many objects at most
   */
  public static boolean from(Object start, int depth, int most, Search search) throws Throwable {
    IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    ArrayDeque<Place> open = new ArrayDeque<>();
    seen.put(start, Boolean.TRUE);
    open.add(new Place(start, 0));
    for (Place place = open.poll(); place != null; place = open.poll()) {
      if (place.depth >= depth) {
        continue;
      }
      for (Object held : heldBy(place.object)) {
        if (seen.size() >= most || seen.put(held, Boolean.TRUE) != null) {
          continue;
        }
        if (search.ends(held)) {
          return true;
        }
        if (search.opens(held)) {
          open.add(new Place(held, place.depth + 1));
        }
      }
    }
    return false;
  }

  private static List<Object> heldBy(Object holder) throws Throwable {
    List<Object> held = new ArrayList<>();
    if (holder instanceof Object[] array) {
      for (int i = 0; i < Array.getLength(array); i++) {
        add(held, array[i]);
      }
      return held;
    }
    for (MethodHandle field : FIELDS.get(holder.getClass())) {
      add(held, (Object) field.invokeExact(holder));
    }
    return held;
  }

  private static void add(List<Object> held, @Nullable Object value) {
    if (value != null && !(value instanceof String) && !(value instanceof Class)) {
      held.add(value);
    }
  }

  private static MethodHandle[] fieldsOf(Class<?> type) {
    List<MethodHandle> fields = new ArrayList<>();
    if (isClosed(type)) {
      return new MethodHandle[0];
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : declared(c)) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          add(fields, field);
        }
      }
    }
    return fields.toArray(new MethodHandle[0]);
  }

  private static Field[] declared(Class<?> type) {
    try {
      return type.getDeclaredFields();
    } catch (LinkageError | RuntimeException e) {
      return new Field[0]; // a field's type is absent: what this class holds is not looked at
    }
  }

  private static void add(List<MethodHandle> fields, Field field) {
    try {
      if (TRUSTED == MethodHandles.publicLookup()) {
        field.setAccessible(true);
      }
      fields.add(TRUSTED.unreflectGetter(field).asType(READ));
    } catch (IllegalAccessException | RuntimeException e) {
      return; // closed to us
    }
  }

  /**
   * Returns true for types that are not looked into: executors, references, threads, class loaders
   * and, but for java.util, which holds objects of the application, all of the boot loader.
   */
  private static boolean isClosed(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return Executor.class.isAssignableFrom(type)
        || Reference.class.isAssignableFrom(type)
        || Thread.class.isAssignableFrom(type)
        || ClassLoader.class.isAssignableFrom(type)
        || (loader == null && !type.getName().startsWith("java.util."));
  }
}
