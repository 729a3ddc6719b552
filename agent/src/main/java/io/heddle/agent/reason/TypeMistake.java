package io.heddle.agent.reason;

import io.heddle.agent.rule.pattern.TypePattern;

/** A way in which a rule misses the class, or the annotation, that it probably means. Immutable. */
public sealed interface TypeMistake extends Mistake {

  /**
   * A name that differs in upper and lower case only.
   *
   * @param wanted as the rule has it
   */
  record OtherCase(String wanted) implements TypeMistake {
    @Override
    public String sentence() {
      return "differs in upper and lower case only from " + wanted;
    }

    @Override
    public int rank() {
      return 10;
    }
  }

  /** A nested class that is written with a dot, as in source. */
  record NestedClass(String found) implements TypeMistake {
    @Override
    public String sentence() {
      return "a nested class is written with $: " + found;
    }

    @Override
    public int rank() {
      return 11;
    }
  }

  /** A method that is written behind its class. */
  record HoldsMethod(String found, String method) implements TypeMistake {
    @Override
    public String sentence() {
      return "the method belongs into a key of its own: type: " + found + ", method: " + method;
    }

    @Override
    public int rank() {
      return 12;
    }
  }

  /** The name of a file instead of that of its class. */
  record FileSuffix(String suffix, String found) implements TypeMistake {
    @Override
    public String sentence() {
      return "a class has no " + suffix + " in its name: " + found;
    }

    @Override
    public int rank() {
      return 13;
    }
  }

  /** A simple name, without any package. */
  record MissingPackage(String found) implements TypeMistake {
    @Override
    public String sentence() {
      return "the package is missing: " + found;
    }

    @Override
    public int rank() {
      return 20;
    }
  }

  /** A file of Kotlin's functions, or an object of Scala's, by the name that its source has. */
  record CompiledName(String language, String found) implements TypeMistake {
    @Override
    public String sentence() {
      return language + " compiles it to " + found;
    }

    @Override
    public int rank() {
      return 21;
    }
  }

  /**
   * A class of the same simple name in another package.
   *
   * @param wanted as the rule has it
   * @param apart number of names of packages that differ
   */
  record OtherPackage(String wanted, int apart) implements TypeMistake {
    @Override
    public String sentence() {
      return "is in another package than " + wanted;
    }

    @Override
    public int rank() {
      return 30 + Math.min(apart, 9);
    }
  }

  /** A package instead of its classes. */
  record PackageName(String wanted) implements TypeMistake {
    @Override
    public String sentence() {
      return wanted + " is a package: its classes are " + wanted + ".**";
    }

    @Override
    public int rank() {
      return 40;
    }
  }

  /** A glob of classes that names the class around them. */
  record OuterClass(String found) implements TypeMistake {
    @Override
    public String sentence() {
      return "is a class: it is " + found + ", and the classes in it are " + found + "$*";
    }

    @Override
    public int rank() {
      return 41;
    }
  }

  /** A {@code *} that would have to cross a dot. */
  record StarStays(String wanted) implements TypeMistake {
    @Override
    public String sentence() {
      return "* stays within a part of a name, ** crosses dots: "
          + wanted
          + " does not reach this package";
    }

    @Override
    public int rank() {
      return 42;
    }
  }

  /** A misspelt name. */
  record SimilarName(String wanted, int distance) implements TypeMistake {
    @Override
    public String sentence() {
      return "is spelt like " + wanted + letters(distance);
    }

    @Override
    public int rank() {
      return 50 + distance;
    }
  }

  /** A glob with a misspelt package. */
  record SimilarPackage(String wanted, String found, int distance) implements TypeMistake {
    @Override
    public String sentence() {
      return "its package " + found + " is spelt like " + wanted + letters(distance);
    }

    @Override
    public int rank() {
      return 60 + distance;
    }
  }

  private static String letters(int distance) {
    return " but for " + (distance == 1 ? "one letter" : distance + " letters");
  }

  /** A class that the rule itself leaves out. */
  record Excluded(TypePattern by) implements TypeMistake {
    @Override
    public String sentence() {
      return "excluded by " + by;
    }

    @Override
    public int rank() {
      return 0;
    }
  }

  /** A class that no rule can weave, with the reason in one clause. */
  record Unweavable(String why) implements TypeMistake {
    @Override
    public String sentence() {
      return why;
    }

    @Override
    public int rank() {
      return 1;
    }
  }

  /** The class of a lambda. */
  record LambdaClass(String holder) implements TypeMistake {
    @Override
    public String sentence() {
      return "is the class of a lambda, which no agent sees: name the method lambda$* of " + holder;
    }

    @Override
    public int rank() {
      return 2;
    }
  }

  /** A class that the application has not used so far. */
  record NotLoaded() implements TypeMistake {
    @Override
    public String sentence() {
      return "has not loaded yet, its class file is there: the rule takes effect when it loads";
    }

    @Override
    public int rank() {
      return 200;
    }
  }

  /** A type that is there, while nothing that extends or implements it is. */
  record NoSubtype() implements TypeMistake {
    @Override
    public String sentence() {
      return "has only abstract methods here, and no class that extends or implements it has loaded";
    }

    @Override
    public int rank() {
      return 201;
    }
  }

  /** An annotation that the compiler does not write into class files. */
  record SourceOnly() implements TypeMistake {
    @Override
    public String sentence() {
      return "is kept in source files only (RetentionPolicy.SOURCE): no class file has it";
    }

    @Override
    public int rank() {
      return 3;
    }
  }

  /** A class that is no annotation, under the key {@code annotated}. */
  record NoAnnotation() implements TypeMistake {
    @Override
    public String sentence() {
      return "is no annotation: 'annotated' takes one, 'type' takes classes";
    }

    @Override
    public int rank() {
      return 4;
    }
  }

  /** An annotation that is there, and that no class bears. */
  record Unused() implements TypeMistake {
    @Override
    public String sentence() {
      return "no class that has loaded, nor a method of one, bears this annotation";
    }

    @Override
    public int rank() {
      return 1001;
    }
  }

  /**
   * A name of nothing.
   *
   * @param runs true if further classes may load
   */
  record NoSuchClass(boolean runs) implements TypeMistake {
    @Override
    public String sentence() {
      return runs
          ? "no class of this name has loaded, and no class loader of the application has its file"
          : "there is no class of this name";
    }

    @Override
    public int rank() {
      return 1002;
    }
  }

  /**
   * A glob of nothing.
   *
   * @param runs true if further classes may load
   */
  record NothingFits(boolean runs) implements TypeMistake {
    @Override
    public String sentence() {
      return runs ? "no class that has loaded fits" : "no class fits";
    }

    @Override
    public int rank() {
      return 1003;
    }
  }
}
