package io.heddle.agent.weave.classes;

import java.lang.instrument.Instrumentation;

/** The classes that a JVM has loaded. */
public interface LoadedClasses {
  /** Returns all classes that are loaded now. */
  Class<?>[] all();

  /** Returns true if the JVM lets an agent change this class. */
  boolean isModifiable(Class<?> loaded);

  /** Returns the loaded classes of this JVM. */
  static LoadedClasses of(Instrumentation instrumentation) {
    // no lambda: it is made at every start
    return new OfJvm(instrumentation);
  }

  /** Returns the loaded classes of an application that does not run. */
  static LoadedClasses none() {
    return new None();
  }

  /** The loaded classes of this JVM. */
  record OfJvm(Instrumentation instrumentation) implements LoadedClasses {
    @Override
    public Class<?>[] all() {
      return instrumentation.getAllLoadedClasses();
    }

    @Override
    public boolean isModifiable(Class<?> loaded) {
      return instrumentation.isModifiableClass(loaded);
    }
  }

  /** The classes of an application that does not run: none. */
  record None() implements LoadedClasses {
    @Override
    public Class<?>[] all() {
      return new Class<?>[0];
    }

    @Override
    public boolean isModifiable(Class<?> loaded) {
      return false;
    }
  }
}
