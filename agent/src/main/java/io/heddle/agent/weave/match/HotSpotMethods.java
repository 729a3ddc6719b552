package io.heddle.agent.weave.match;

import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;

/**
 * Recognises the methods of the JDK that HotSpot itself knows, by annotations of its own. It reads
 * the local variables of some in their frames (java.security.AccessController.executePrivileged,
 * java.lang.Thread.runWith): weaving moves these, and the JVM crashes. Others it replaces by code
 * of its own in every call that it compiles: advice in them would not run.
 */
final class HotSpotMethods {
  private static final String ANNOTATIONS = "jdk.internal.vm.annotation.";
  private static final Set<String> KNOWN =
      Set.of(
          "Hidden",
          "IntrinsicCandidate",
          "ChangesCurrentThread",
          "JvmtiMountTransition",
          "JvmtiHideEvents");

  // these two by name as well: nothing obliges a JDK to annotate what its JVM looks for
  private static final Set<String> METHODS = Set.of("executePrivileged", "runWith");

  private HotSpotMethods() {}

  /**
   * Returns true if a method is known to the JVM.
   *
   * @param method of a class of the boot loader
   */
  static boolean is(MethodDescription.InDefinedShape method) {
    if (METHODS.contains(method.getInternalName())) {
      return true;
    }
    for (AnnotationDescription annotation : method.getDeclaredAnnotations()) {
      String name = annotation.getAnnotationType().getName();
      if (name.startsWith(ANNOTATIONS) && KNOWN.contains(name.substring(ANNOTATIONS.length()))) {
        return true;
      }
    }
    return false;
  }
}
