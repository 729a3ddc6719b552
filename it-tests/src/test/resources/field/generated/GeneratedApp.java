package com.acme.generated;

import com.acme.harness.Pause;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import javassist.util.proxy.MethodHandler;
import javassist.util.proxy.ProxyFactory;
import javassist.util.proxy.ProxyObject;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.matcher.ElementMatchers;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.MethodInterceptor;

/** Makes classes that stand in for others, by every way that frameworks use, and calls them. */
public final class GeneratedApp {
  private static final int CALLS = 25;

  private GeneratedApp() {}

  /** Prints what each stand-in returned and threw, and how many calls reached the real class. */
  public static void main(String[] arguments) throws Exception {
    Shop shop = new Shop();
    InvocationHandler handler =
        (proxy, method, values) -> {
          try {
            return method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, values)
                : method.invoke(shop, values);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    ClassLoader loader = GeneratedApp.class.getClassLoader();
    use("JDK", (Pricing) Proxy.newProxyInstance(loader, new Class<?>[] {Pricing.class}, handler));
    Object both =
        Proxy.newProxyInstance(loader, new Class<?>[] {Pricing.class, Hidden.class}, handler);
    use("JDK, package", (Pricing) both);
    look("JDK, package", (Hidden) both);
    use("CGLIB", cglib(shop));
    use("Javassist", javassist(shop));
    use("Byte Buddy", byteBuddy(handler));
    System.out.println("reached " + shop.calls);
    typesOfTheJdk(loader);
    IntBinaryOperator sum =
        MethodHandleProxies.asInterfaceInstance(
            IntBinaryOperator.class,
            MethodHandles.lookup()
                .findStatic(
                    Integer.class, "sum", MethodType.methodType(int.class, int.class, int.class)));
    System.out.println("method handle " + sum.applyAsInt(3, 4));
    Supplier<String> lambda = () -> "lambda " + shop.price("four");
    System.out.println(lambda.get());
    Pause.at("used");
  }

  private static Pricing cglib(Shop shop) {
    Enhancer enhancer = new Enhancer();
    enhancer.setSuperclass(Shop.class);
    enhancer.setCallback(
        (MethodInterceptor) (self, method, values, original) -> original.invoke(shop, values));
    return (Pricing) enhancer.create();
  }

  private static Pricing javassist(Shop shop) throws ReflectiveOperationException {
    ProxyFactory factory = new ProxyFactory();
    factory.setSuperclass(Shop.class);
    MethodHandler handler =
        (self, method, original, values) -> {
          try {
            return method.invoke(shop, values);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Object made =
        factory.createClass(MethodHandles.lookup()).getDeclaredConstructor().newInstance();
    ((ProxyObject) made).setHandler(handler);
    return (Pricing) made;
  }

  private static Pricing byteBuddy(InvocationHandler handler) throws ReflectiveOperationException {
    return new ByteBuddy()
        .subclass(Shop.class)
        .method(ElementMatchers.isDeclaredBy(Shop.class))
        .intercept(InvocationHandlerAdapter.of(handler))
        .make()
        .load(
            GeneratedApp.class.getClassLoader(),
            ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
        .getLoaded()
        .getDeclaredConstructor()
        .newInstance();
  }

  private static void use(String kind, Pricing pricing) {
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      results.add(pricing.price("x".repeat(i)));
      results.add(pricing.name("n", i, i / 4.0));
      results.add(pricing.sell(i, 1));
    }
    results.add(pricing.greet("you"));
    try {
      pricing.sell();
    } catch (IllegalArgumentException e) {
      results.add(e.getMessage());
    }
    pricing.close();
    System.out.println(kind + " " + results);
  }

  private static void look(String kind, Hidden hidden) {
    System.out.println(kind + " " + Arrays.toString(hidden.image(new Object[] {kind, 1}, 'c')));
  }

  /** What mocks and clients are made of. */
  private static void typesOfTheJdk(ClassLoader loader) {
    for (Class<?> type :
        List.of(
            List.class,
            Map.class,
            Callable.class,
            Comparator.class,
            CompletionStage.class,
            ScheduledExecutorService.class,
            java.sql.Connection.class,
            CharSequence.class)) {
      Object made =
          Proxy.newProxyInstance(
              loader, new Class<?>[] {type}, (proxy, method, values) -> method.getName());
      System.out.println(type.getName() + " " + made);
    }
  }
}
