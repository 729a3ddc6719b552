package io.heddle.agent.reason;

import java.util.List;

/** A way in which a rule misses the method that it probably means. Immutable. */
public sealed interface MethodMistake extends Mistake {

  /** A method without code. */
  record AbstractMethod() implements MethodMistake {
    @Override
    public String sentence() {
      return "abstract: name its implementations, or subtypes";
    }

    @Override
    public int rank() {
      return 100;
    }
  }

  /** A method with code of the system's. */
  record NativeMethod() implements MethodMistake {
    @Override
    public String sentence() {
      return "native: it has no bytecode";
    }

    @Override
    public int rank() {
      return 101;
    }
  }

  /** A constructor, by the name that it has in source. */
  record Constructor() implements MethodMistake {
    @Override
    public String sentence() {
      return "is a constructor: rules measure methods only";
    }

    @Override
    public int rank() {
      return 102;
    }
  }

  /** A method that the compiler made for callers that know a parent only. */
  record BridgeMethod() implements MethodMistake {
    @Override
    public String sentence() {
      return "a bridge that the compiler made to the method with the real types: it is never woven";
    }

    @Override
    public int rank() {
      return 140;
    }
  }

  /** A method that the compiler made, and that no rule spells out. */
  record SyntheticMethod() implements MethodMistake {
    @Override
    public String sentence() {
      return "made by the compiler: woven only where 'method' spells it out";
    }

    @Override
    public int rank() {
      return 141;
    }
  }

  /** A method of another parameter type. */
  record OtherParameter(int position, String wanted, String found, String hint)
      implements MethodMistake {
    @Override
    public String sentence() {
      return "parameter " + position + " is " + found + " and not " + wanted + hint;
    }

    @Override
    public int rank() {
      return hint.isEmpty() ? 111 : 110;
    }
  }

  /** A method with more or fewer parameters. */
  record ParameterCount(int wanted, int found) implements MethodMistake {
    @Override
    public String sentence() {
      return "has " + parameters(found) + ", the rule lists " + (wanted == 0 ? "none" : wanted);
    }

    @Override
    public int rank() {
      return 112 + Math.min(5, Math.abs(wanted - found));
    }

    private static String parameters(int count) {
      return count == 0 ? "no parameter" : count == 1 ? "1 parameter" : count + " parameters";
    }
  }

  /** A method whose name differs in upper and lower case only. */
  record MethodCase(String wanted) implements MethodMistake {
    @Override
    public String sentence() {
      return "differs in upper and lower case only from " + wanted;
    }

    @Override
    public int rank() {
      return 120;
    }
  }

  /** The getter or setter of a property that the rule names. */
  record Accessor(String wanted) implements MethodMistake {
    @Override
    public String sentence() {
      return "is the method of the property " + wanted;
    }

    @Override
    public int rank() {
      return 121;
    }
  }

  /** A method to whose name a compiler added something. */
  record CompiledMethod(String wanted) implements MethodMistake {
    @Override
    public String sentence() {
      return "is what Kotlin compiles " + wanted + " to: name it so, or \"" + wanted + "*\"";
    }

    @Override
    public int rank() {
      return 122;
    }
  }

  /** The code of a lambda, under another number. */
  record LambdaNumber(String wanted) implements MethodMistake {
    @Override
    public String sentence() {
      return "the compiler numbers lambdas: there is no " + wanted + " in this class";
    }

    @Override
    public int rank() {
      return 123;
    }
  }

  /** A misspelt method. */
  record SimilarMethod(String wanted, int distance) implements MethodMistake {
    @Override
    public String sentence() {
      String letters = distance == 1 ? "one letter" : distance + " letters";
      return "is spelt like " + wanted + " but for " + letters;
    }

    @Override
    public int rank() {
      return 130 + distance;
    }
  }

  /** A method that a parent declares. */
  record Inherited(String by) implements MethodMistake {
    @Override
    public String sentence() {
      return "is declared here, " + by + " inherits it: name this class in 'type'";
    }

    @Override
    public int rank() {
      return 105;
    }
  }

  /** A method of a companion, of an object or of a file of Kotlin's or Scala's. */
  record InCompanion(String of) implements MethodMistake {
    @Override
    public String sentence() {
      return "is compiled into this class, beside " + of + ": name it in 'type'";
    }

    @Override
    public int rank() {
      return 106;
    }
  }

  /** A method that bears an annotation of the same simple name. */
  record OtherAnnotation(String wanted, String found) implements MethodMistake {
    @Override
    public String sentence() {
      return "bears " + found + " and not " + wanted;
    }

    @Override
    public int rank() {
      return 142;
    }
  }

  /** A method that fits but for the annotation. */
  record LacksAnnotation(String wanted) implements MethodMistake {
    @Override
    public String sentence() {
      return "does not bear " + wanted + ", and neither does its class";
    }

    @Override
    public int rank() {
      return 143;
    }
  }

  /** A class without any method of this name. */
  record NoSuchMethod(String wanted, List<String> methods) implements MethodMistake {
    private static final int MOST = 5;

    /** Copies the list. */
    public NoSuchMethod {
      methods = List.copyOf(methods);
    }

    @Override
    public String sentence() {
      if (methods.isEmpty()) {
        return "declares no method " + wanted + ", nor any other";
      }
      List<String> some = methods.subList(0, Math.min(MOST, methods.size()));
      String more = methods.size() > MOST ? " and " + (methods.size() - MOST) + " more" : "";
      return "declares no method " + wanted + ", it has " + String.join(", ", some) + more;
    }

    @Override
    public int rank() {
      return 190;
    }
  }
}
