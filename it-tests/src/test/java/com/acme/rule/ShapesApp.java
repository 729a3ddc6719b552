package com.acme.rule;

import com.acme.harness.Pause;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** Calls everything in {@link Shapes} a known number of times. */
public final class ShapesApp {
  static int sum;

  private ShapesApp() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 3; i++) {
      shapes();
      kinds();
      marked();
      Runnable lambda = () -> sum++;
      lambda.run();
    }
    otherLoader();
    Pause.at("shapes");
  }

  private static void shapes() {
    Shapes.Circle circle = new Shapes.Circle();
    Shapes.Square square = new Shapes.Square(2);
    sum += (int) (circle.area() + circle.twice() + square.area() + square.side());
    sum += circle.name().length() + square.name().length() + Shapes.Shape.sides(2);
    Comparable<Shapes.Text> text = new Shapes.Text();
    sum += text.compareTo(new Shapes.Text());
    sum += new Shapes.Text().most(List.of("a")).length() + new Shapes.Text().get().length();
    sum += Shapes.Level.LOW.weight() + Shapes.Level.HIGH.weight();
  }

  private static void kinds() {
    Shapes.Kinds kinds = new Shapes.Kinds();
    check(kinds.wide(1L << 40, 2.5, 3) == (1L << 40) + 5);
    check(Shapes.Kinds.both(2.5, 1) == 3.5);
    kinds.nothing();
    check(kinds.some("a", "b") == 2);
    check(kinds.some(7) == 7);
    check(kinds.arrays(new byte[2], new String[3][]).length == 2);
    check(kinds.flag(true, 'c', (short) 1, (byte) 2, 3f));
    check(kinds.changed(41) == 42f);
  }

  private static void marked() {
    Shapes.Marked marked = new Shapes.Marked();
    Shapes.Partly partly = new Shapes.Partly();
    sum += marked.first() + marked.second() + partly.yes() + partly.no();
    sum += new Shapes.Excluded().first();
  }

  /** A class of another loader whose interface comes from this one. */
  private static void otherLoader() throws Exception {
    URL here = Shapes.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader own =
        new URLClassLoader(new URL[] {here}, ShapesApp.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals("com.acme.rule.Shapes$Square")
                ? findClass(name)
                : super.loadClass(name, resolve);
          }
        };
    Class<?> type = Class.forName("com.acme.rule.Shapes$Square", true, own);
    Shapes.Shape square = (Shapes.Shape) type.getConstructor(double.class).newInstance(2.0);
    check(type != Shapes.Square.class && square.area() == 4);
  }

  private static void check(boolean right) {
    if (!right) {
      throw new AssertionError("Heddle changed a result");
    }
  }
}
