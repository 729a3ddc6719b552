package io.heddle.agent.weave.classes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises classes that were generated at run time to stand in for another: proxies, mocks,
 * client stubs. A glob, a subtype or an annotation means the class behind them; such a class is
 * woven by its exact name only, or every call would be counted twice.
 */
public final class GeneratedProxy {
  /** Reason given for not weaving such a class. */
  public static final String REASON =
      "generated to stand in for another class: woven by its exact name only";

  private static final String JDK_PROXY = "java.lang.reflect.Proxy";

  /** Interfaces by which libraries recognise their own proxies. */
  private static final Set<String> INTERFACES =
      Set.of(
          "net.sf.cglib.proxy.Factory",
          "org.springframework.cglib.proxy.Factory",
          "org.springframework.aop.SpringProxy",
          "javassist.util.proxy.Proxy",
          "javassist.util.proxy.ProxyObject",
          "org.hibernate.proxy.HibernateProxy",
          "org.jboss.weld.bean.proxy.ProxyObject",
          "org.jboss.weld.interceptor.proxy.LifecycleMixin",
          "io.quarkus.arc.ClientProxy",
          "io.quarkus.arc.Subclass",
          "org.mockito.internal.creation.bytebuddy.MockAccess");

  /** Parts of the names of generated classes that have no interface of their own. */
  private static final String[] MARKS = {
    "$$EnhancerBy",
    "$$FastClassBy",
    "$$SpringCGLIB$$",
    "$ByteBuddy$",
    "$MockitoMock$",
    "$HibernateProxy$",
    "_$$_jvst",
    "$$_javassist",
    "_$$_Weld"
  };

  private GeneratedProxy() {}

  /**
   * Returns true if a class stands in for another.
   *
   * @param name dotted
   * @param superName dotted, of the class that it extends; null if it extends none
   * @param interfaces dotted, those that it names itself
   */
  static boolean is(String name, @Nullable String superName, List<String> interfaces) {
    if (JDK_PROXY.equals(superName)) {
      return true;
    }
    for (String type : interfaces) {
      if (INTERFACES.contains(type)) {
        return true;
      }
    }
    if (name.indexOf('$') < 0) {
      return false;
    }
    for (String mark : MARKS) {
      if (name.contains(mark)) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if the class of this class file stands in for another. */
  public static boolean is(String name, byte[] bytes) {
    ClassHeader header = ClassHeader.read(bytes);
    return is(name, header.superName(), header.interfaces());
  }

  /** Returns true if a loaded class stands in for another. */
  public static boolean is(Class<?> loaded) {
    Class<?> parent = loaded.getSuperclass();
    List<String> interfaces = new ArrayList<>();
    for (Class<?> type : loaded.getInterfaces()) {
      interfaces.add(type.getName());
    }
    return is(loaded.getName(), parent == null ? null : parent.getName(), interfaces);
  }
}
