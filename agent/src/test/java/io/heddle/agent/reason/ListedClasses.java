package io.heddle.agent.reason;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classes that a test lists, loaded or on the class path only. */
final class ListedClasses implements VisibleClasses {
  static final int PUBLIC = 0x0001;
  static final int BRIDGE = 0x1041;
  static final int NATIVE = 0x0101;
  static final int INTERFACE = 0x0601;
  static final int ABSTRACT = 0x0401;
  static final int ANNOTATION = 0x2601;
  static final int SYNTHETIC = 0x1009;

  private final Map<String, ClassView> views = new LinkedHashMap<>();
  private final List<String> loaded = new ArrayList<>();
  private final Map<String, String> obstacles = new HashMap<>();
  private boolean outOfTime;

  /** Adds a class whose methods are all public and have code. */
  ListedClasses type(String name, String... methods) {
    return add(view(name, PUBLIC, "java.lang.Object", methods(PUBLIC, methods)), true);
  }

  ListedClasses extending(String name, String parent, String... methods) {
    return add(view(name, PUBLIC, parent, methods(PUBLIC, methods)), true);
  }

  ListedClasses interfaceOf(String name, String... methods) {
    return add(view(name, INTERFACE, "java.lang.Object", methods(ABSTRACT, methods)), true);
  }

  /** Adds a class whose methods all have these access flags. */
  ListedClasses flagged(int access, String name, String... methods) {
    return add(view(name, PUBLIC, "java.lang.Object", methods(access, methods)), true);
  }

  /** Adds a class that has not loaded. */
  ListedClasses fileOnly(String name, String... methods) {
    return add(view(name, PUBLIC, "java.lang.Object", methods(PUBLIC, methods)), false);
  }

  ListedClasses annotation(String name, String retention) {
    return add(
        new ClassView(
            name,
            ANNOTATION,
            "java.lang.Object",
            List.of(),
            List.of(),
            retention,
            List.of(),
            List.of()),
        true);
  }

  /** Adds a class with one method, which bears an annotation. */
  ListedClasses bearing(String annotation, String name, String method) {
    List<MethodView> methods = List.of(method(PUBLIC, method, List.of(annotation)));
    return add(view(name, PUBLIC, "java.lang.Object", methods), true);
  }

  /** Adds a loaded class whose class file is not to be had. */
  ListedClasses inMemory(String name) {
    loaded.add(name);
    return this;
  }

  ListedClasses unweavable(String name, String why) {
    obstacles.put(name, why);
    return type(name, "place(int)");
  }

  private ListedClasses add(ClassView view, boolean isLoaded) {
    views.put(view.name(), view);
    if (isLoaded) {
      loaded.add(view.name());
    }
    return this;
  }

  private static ClassView view(String name, int access, String parent, List<MethodView> methods) {
    return new ClassView(name, access, parent, List.of(), List.of(), null, List.of(), methods);
  }

  private static List<MethodView> methods(int access, String... texts) {
    List<MethodView> methods = new ArrayList<>();
    methods.add(new MethodView("<init>", PUBLIC, List.of(), List.of()));
    for (String text : texts) {
      methods.add(method(access, text, List.of()));
    }
    return methods;
  }

  private static MethodView method(int access, String text, List<String> annotations) {
    int open = text.indexOf('(');
    String inner = text.substring(open + 1, text.length() - 1);
    List<String> types = inner.isEmpty() ? List.of() : List.of(inner.split(", ", -1));
    return new MethodView(text.substring(0, open), access, types, annotations);
  }

  @Override
  public Iterable<String> names() {
    return loaded;
  }

  @Override
  public @Nullable ClassView view(String name) {
    return views.get(name);
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public boolean isOutOfTime() {
    return outOfTime;
  }

  /** Lets class files be missing for want of time. */
  ListedClasses outOfTime() {
    outOfTime = true;
    return this;
  }

  @Override
  public @Nullable String obstacle(String name, boolean named) {
    return obstacles.get(name);
  }
}
