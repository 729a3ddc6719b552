package io.heddle.agent.reason;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mistakes that users of agents make in rules, each with the reason that Heddle gives first.
 * They are those that people ask about in the trackers of inspectIT, OpenTelemetry, Elastic,
 * Glowroot and Pinpoint.
 */
class FortyMistakesTest {
  private static final String TIMED = "io.micrometer.core.annotation.Timed";

  /** Mistakes in the class: type | method | rest of the rule, and the first reason. */
  private static final String TYPES =
      """
      com.acme.shop | - | -
        => com.acme.Shop: differs in upper and lower case only from com.acme.shop
      com.acme.Shpo | - | -
        => com.acme.Shop: is spelt like com.acme.Shpo but for one letter
      com.acne.Shop | - | -
        => com.acme.Shop: is in another package than com.acne.Shop
      Shop | - | -
        => com.acme.Shop: the package is missing: com.acme.Shop
      com.acme.web.Cart | - | -
        => com.acme.shop.web.Cart: is in another package than com.acme.web.Cart
      javax.servlet.http.HttpServlet | - | -
        => jakarta.servlet.http.HttpServlet: is in another package than javax.servlet.http.HttpServlet
      com.acme.Order.Line | - | -
        => com.acme.Order$Line: a nested class is written with $: com.acme.Order$Line
      com.acme.Lazy.Row | - | -
        => com.acme.Lazy$Row: a nested class is written with $: com.acme.Lazy$Row
      com.acme.Shop.place | - | -
        => com.acme.Shop: the method belongs into a key of its own: type: com.acme.Shop, method: place
      com.acme.Shop#place | - | -
        => com.acme.Shop: the method belongs into a key of its own: type: com.acme.Shop, method: place
      com.acme.Report.print | - | -
        => com.acme.Report: the method belongs into a key of its own: type: com.acme.Report, method: print
      com.acme.Shop.class | - | -
        => com.acme.Shop: a class has no .class in its name: com.acme.Shop
      com.acme.internal | - | -
        => com.acme.internal.Audit: com.acme.internal is a package: its classes are com.acme.internal.**
      com.acme.Prices | discount | -
        => com.acme.PricesKt.discount(int): is compiled into this class, beside com.acme.Prices: name it in 'type'
      com.acme.Pricess | discount | -
        => com.acme.Prices: is spelt like com.acme.Pricess but for one letter
      com.acme.shop.* | - | -
        => com.acme.shop.web.Cart: * stays within a part of a name, ** crosses dots: com.acme.shop.* does not reach this package
      com.ACME.* | - | -
        => com.acme.Shop: differs in upper and lower case only from com.ACME.*
      com.acmee.** | - | -
        => com.acme.Shop: its package com.acme is spelt like com.acmee but for one letter
      com.acme.Order.* | - | -
        => com.acme.Order: is a class: it is com.acme.Order, and the classes in it are com.acme.Order$*
      com.acme.Report | print(int) | -
        => com.acme.Report: has not loaded yet, its class file is there: the rule takes effect when it loads
      org.nowhere.Thing | - | -
        => org.nowhere.Thing: no class of this name has loaded, and no class loader of the application has its file
      org.nowhere.** | - | -
        => org.nowhere.**: no class that has loaded fits
      com.acme.Hidden | place | -
        => com.acme.Hidden: its loader hides the boot classes
      com.acme.Shop$$Spring* | place | -
        => com.acme.Shop$$SpringCGLIB$$0: generated to stand in for another class
      com.acme.Shop$$Lambda* | - | -
        => com.acme.Shop$$Lambda/0x00007f: is the class of a lambda, which no agent sees: name the method lambda$* of com.acme.Shop
      com.acme.internal.** | - | exclude com.acme.internal.*
        => com.acme.internal.Audit: excluded by com.acme.internal.*
      """;

  /** Mistakes in the method, likewise. */
  private static final String METHODS =
      """
      com.acme.Shop | plcae | -
        => com.acme.Shop.place(com.acme.Order, int): is spelt like plcae but for one letter
      com.acme.Shop | Close | -
        => com.acme.Shop.close(): differs in upper and lower case only from Close
      com.acme.Shop | refund(int) | -
        => com.acme.Shop.refund(java.lang.Integer): parameter 1 is java.lang.Integer and not int: a primitive type and its class are two types
      com.acme.Shop | place(com.acme.Order, java.lang.Integer) | -
        => com.acme.Shop.place(com.acme.Order, int): parameter 2 is int and not java.lang.Integer: a primitive type and its class are two types
      com.acme.Shop | place(Order, int) | -
        => com.acme.Shop.place(com.acme.Order, int): parameter 1 is com.acme.Order and not Order: the package is missing
      com.acme.Shop | place(com.acme.Order) | -
        => com.acme.Shop.place(com.acme.Order, int): has 2 parameters, the rule lists 1
      com.acme.Shop | close(int) | -
        => com.acme.Shop.close(): has no parameter, the rule lists 1
      com.acme.Shop | render(java.lang.String) | -
        => com.acme.Shop.render(java.lang.String[]): parameter 1 is java.lang.String[] and not java.lang.String: an array, or a list of arguments of any length
      com.acme.Shop | find(T) | -
        => com.acme.Shop.find(java.lang.Object): parameter 1 is java.lang.Object and not T: a type parameter is compiled to its bound
      com.acme.Shop | rate(com.acme.Order.Line) | -
        => com.acme.Shop.rate(com.acme.Order$Line): parameter 1 is com.acme.Order$Line and not com.acme.Order.Line: a nested class is written with $
      com.acme.Shop | stock | -
        => com.acme.Shop.getStock(): is the method of the property stock
      com.acme.Shop | ship | -
        => com.acme.Shop.ship-mKBZDs(int): is what Kotlin compiles ship to: name it so, or "ship*"
      com.acme.Shop | Shop | -
        => com.acme.Shop.Shop: is a constructor: rules measure methods only
      com.acme.Order | shred | -
        => com.acme.Order: declares no method shred, it has total()
      com.acme.WebShop | close | -
        => com.acme.Shop.close(): is declared here, com.acme.WebShop inherits it: name this class in 'type'
      com.acme.Prices | of | -
        => com.acme.Prices$Companion.of(int): is compiled into this class, beside com.acme.Prices: name it in 'type'
      com.acme.Store | open | -
        => com.acme.Store.open(): abstract: name its implementations, or subtypes
      com.acme.Device | read | -
        => com.acme.Device.read(): native: it has no bytecode
      com.acme.Sorted | compareTo | -
        => com.acme.Sorted.compareTo(java.lang.Object): a bridge that the compiler made to the method with the real types: it is never woven
      com.acme.Lambdas | lambda$run$1 | -
        => com.acme.Lambdas.lambda$run$0(): the compiler numbers lambdas: there is no lambda$run$1 in this class
      com.acme.Lambdas | a* | -
        => com.acme.Lambdas.access$000(com.acme.A): made by the compiler: woven only where 'method' spells it out
      com.acme.Store | open | subtypes
        => com.acme.Store: has only abstract methods here, and no class that extends or implements it has loaded
      com.acme.Timer | tick | annotated io.micrometer.core.annotation.Timed
        => com.acme.Timer.tick(): bears org.eclipse.microprofile.metrics.annotation.Timed and not io.micrometer.core.annotation.Timed
      com.acme.Order | total | annotated io.micrometer.core.annotation.Timed
        => com.acme.Order.total(): does not bear io.micrometer.core.annotation.Timed, and neither does its class
      - | - | annotated com.acme.Draft
        => com.acme.Draft: is kept in source files only (RetentionPolicy.SOURCE): no class file has it
      - | - | annotated com.acme.Shop
        => com.acme.Shop: is no annotation: 'annotated' takes one, 'type' takes classes
      - | - | annotated com.acme.Mesured
        => com.acme.Measured: is spelt like com.acme.Mesured but for one letter
      - | - | annotated com.acme.Measured
        => com.acme.Measured: no class that has loaded, nor a method of one, bears this annotation
      """;

  /**
   * Creates the classes of a shop, some of which have not loaded.
   *
   * <p>Every mistake below is made about these.
   */
  private static ListedClasses shop() {
    return new ListedClasses()
        .type(
            "com.acme.Shop",
            "place(com.acme.Order, int)",
            "refund(java.lang.Integer)",
            "getStock()",
            "render(java.lang.String[])",
            "find(java.lang.Object)",
            "rate(com.acme.Order$Line)",
            "ship-mKBZDs(int)",
            "close()")
        .type("com.acme.Order", "total()")
        .type("com.acme.Order$Line", "price()")
        .extending("com.acme.WebShop", "com.acme.Shop", "login()")
        .interfaceOf("com.acme.Store", "open()", "shut()")
        .flagged(ListedClasses.NATIVE, "com.acme.Device", "read()")
        .flagged(ListedClasses.BRIDGE, "com.acme.Sorted", "compareTo(java.lang.Object)")
        .flagged(
            ListedClasses.SYNTHETIC, "com.acme.Lambdas", "lambda$run$0()", "access$000(com.acme.A)")
        .type("com.acme.PricesKt", "discount(int)")
        .type("com.acme.Prices$Companion", "of(int)")
        .type("com.acme.Prices", "sum()")
        .type("jakarta.servlet.http.HttpServlet", "service(java.lang.Object)")
        .type("com.acme.shop.web.Cart", "add(int)")
        .type("com.acme.internal.Audit", "log()")
        .annotation(TIMED, "RUNTIME")
        .annotation("com.acme.Measured", "RUNTIME")
        .annotation("com.acme.Draft", "SOURCE")
        .bearing("org.eclipse.microprofile.metrics.annotation.Timed", "com.acme.Timer", "tick()")
        .fileOnly("com.acme.Report", "print(int)")
        .fileOnly("com.acme.Lazy$Row", "next()")
        .inMemory("com.acme.Shop$$Lambda/0x00007f")
        .unweavable("com.acme.Hidden", "its loader hides the boot classes")
        .unweavable("com.acme.Shop$$SpringCGLIB$$0", "generated to stand in for another class");
  }

  /** A mistake: type, method, the rest of the rule, and the reason that has to come first. */
  record Row(String type, String method, String more, String reason) {
    @Override
    public String toString() {
      return type + " " + method + " " + more;
    }
  }

  static Stream<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String row : (TYPES + METHODS).split("(?m)^(?! )", -1)) {
      if (!row.isBlank()) {
        String[] parts = row.split("\\s+(\\||=>)\\s+", -1);
        rows.add(new Row(part(parts[0]), part(parts[1]), part(parts[2]), parts[3].strip()));
      }
    }
    return rows.stream();
  }

  private static String part(String text) {
    return text.equals("-") ? "" : text;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheReasonFirst(Row row) {
    List<NearMiss> misses = RuleDiagnosis.of(selector(row), List.of(), shop());
    assertThat(misses).isNotEmpty();
    assertThat(text(misses.get(0))).isEqualTo(row.reason());
    assertThat(misses).hasSizeLessThanOrEqualTo(RuleDiagnosis.MOST);
  }

  /** A loader that takes too long must not be taken for one that has no such class. */
  @Test
  void shouldClaimNothingWithoutTimeToLook() {
    MethodSelector nowhere = MethodSelector.of(TypePattern.parse("org.nowhere.Thing"), null);
    assertThat(RuleDiagnosis.of(nowhere, List.of(), shop())).hasSize(1);
    assertThat(RuleDiagnosis.of(nowhere, List.of(), shop().outOfTime())).isEmpty();
  }

  @Test
  void shouldBeForty() {
    assertThat(rows().count()).isGreaterThanOrEqualTo(40);
  }

  private static String text(NearMiss miss) {
    String method = miss.method().isEmpty() ? "" : "." + miss.method();
    return miss.className() + method + ": " + miss.reason();
  }

  private static MethodSelector selector(Row row) {
    String more = row.more();
    List<TypePattern> exclude = new ArrayList<>();
    if (more.startsWith("exclude ")) {
      exclude.add(TypePattern.parse(more.substring(8)));
    }
    return new MethodSelector(
        row.type().isEmpty() ? null : TypePattern.parse(row.type()),
        more.equals("subtypes"),
        more.startsWith("annotated ") ? more.substring(10) : null,
        method(row.method()),
        exclude);
  }

  private static @Nullable MethodPattern method(String text) {
    return text.isEmpty() ? null : MethodPattern.parse(text);
  }
}
