package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.plan.LoadedApp;
import com.acme.plan.Shop;
import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.ProcessResult;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.commons.exec.CommandLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quartz.Job;

/**
 * A plan against what the same configuration then weaves, and against archives of known content.
 */
class PlanIT {
  private static final String RULES =
      """
      rules:
        - { id: place, type: com.acme.plan.Shop, method: place }
        - { id: typo, type: com.acme.plan.Shp, method: place }
        - { id: other, type: com.acme.plan.Shop, method: "place(java.lang.String, java.lang.Integer)" }
        - { id: shadowed, type: "com.acme.plan.*", method: pl* }
        - id: tools
          type: com.acme.plan.Shop
          method: pack
          family: tool
          labels: { tool: $1.name }
        - { id: jobs, type: org.quartz.Job, subtypes: true }
        - id: all
          type: "org.quartz.**"
          # these need classes that are not there, which only the JVM finds when it changes them
          exclude: [ "org.quartz.ee.jta.*", "org.quartz.commonj.*", "**.JTANonClusteredSemaphore" ]
        - { id: add, type: java.util.ArrayList, method: add(java.lang.Object) }
      """;

  @TempDir private Path directory;

  private String config = "";

  @BeforeEach
  void writeRules() throws IOException {
    config = "config=" + Files.writeString(directory.resolve("rules.yaml"), RULES);
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static ControlledApplication start(JavaProcess.Builder builder) throws Exception {
    return ControlledApplication.start(
        builder.classPath(jarOf(LoadedApp.class) + File.pathSeparator + jarOf(Job.class)),
        LoadedApp.class.getName(),
        jarOf(Job.class).toString());
  }

  private static Json plan(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    return Json.parse(result.out());
  }

  /** The number of methods of each rule of the user, by its id. */
  private static Map<String, Long> methods(Json plan, String field) {
    Map<String, Long> methods = new TreeMap<>();
    for (Json rule : plan.get("rules").list()) {
      if (!rule.keys().contains("pack") || "".equals(rule.get("pack").value())) {
        methods.put(String.valueOf(rule.get("id").value()), (long) rule.get(field).number());
      }
    }
    return methods;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellWhatAnAttachThenWeaves(Jdk jdk) throws Exception {
    Path reader = ManifestJar.writeTo(directory, "io.heddle.it.harness.ClassBytesAgent");
    try (ControlledApplication application =
        start(JavaProcess.with(jdk).bare().jvm("-javaagent:" + reader))) {
      long pid = application.process().pid();
      String before = application.execute("bytes " + Shop.class.getName());
      Json plan = plan(jdk, "plan", pid, config, "--format", "json");
      assertThat(application.execute("bytes " + Shop.class.getName())).isEqualTo(before);
      assertLeft(jdk, application);
      ProcessResult attached = Cli.on(jdk).run("attach", pid, "exporter.port=0", config);
      assertThat(attached.status()).as(attached.toString()).isZero();
      String address = attached.out().replaceAll("(?s).*(http://[^/]+)/metrics.*", "$1");
      Json rules = Json.parse(JavaProcess.get(address, "/api/rules", "*/*"));
      assertThat(methods(plan, "methods")).isEqualTo(methods(rules, "woven"));
      assertThat(methods(plan, "methods")).containsEntry("place", 1L).containsEntry("typo", 0L);
      assertThat(methods(plan, "methods").get("all")).isGreaterThan(1000);
      assertThat(methods(plan, "failed")).isEqualTo(methods(rules, "failed"));
      // with Heddle in, and its own settings
      assertThat(methods(plan(jdk, "plan", pid, "--format", "json"), "methods"))
          .isEqualTo(methods(plan, "methods"));
      assertThat(Cli.on(jdk).run("status", pid).status()).isZero();
    }
  }

  /** Of Heddle there is nothing but the boot classes, which a JVM does not unload. */
  private static void assertLeft(Jdk jdk, ControlledApplication application) throws Exception {
    String pid = String.valueOf(application.process().pid());
    Await.until(
        () -> jcmd(jdk, pid, "Thread.print"),
        threads -> !threads.contains("\"heddle") && !threads.contains("heddle.probe"));
    assertThat(jcmd(jdk, pid, "VM.system_properties")).doesNotContain("heddle.");
    AttachCommands.awaitNoInstanceOfAgent(jdk, application.process().pid());
  }

  private static String jcmd(Jdk jdk, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = jdk.java().resolveSibling("jcmd").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return ProcessResult.of(List.of(command), Map.of()).out();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerForOneMethod(Jdk jdk) throws Exception {
    try (ControlledApplication application = start(JavaProcess.with(jdk).bare())) {
      String asked = Shop.class.getName() + ".place";
      ProcessResult result =
          Cli.on(jdk).run("plan", application.process().pid(), config, "--why", asked);
      assertThat(result.status()).as(result.toString()).isZero();
      String method = asked + "(java.lang.String, int): rule ";
      assertThat(result.out())
          .contains(method + "place: weaves it")
          .contains(method + "typo: is spelt like com.acme.plan.Shp but for one letter")
          .contains(method + "other: parameter 2 is int and not java.lang.Integer")
          .contains(method + "shadowed: shadowed by rule place")
          .contains(method + "tools: its method is pack")
          .contains(method + "jobs: its type is org.quartz.Job, which is no parent of the class");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountCallsWhereTheJvmCan(Jdk jdk) throws Exception {
    Files.writeString(
        directory.resolve("rules.yaml"), "rules: [ { id: shop, type: com.acme.plan.Shop } ]");
    try (ControlledApplication application = start(JavaProcess.with(jdk).bare())) {
      String pid = String.valueOf(application.process().pid());
      CompletableFuture<Json> plan =
          CompletableFuture.supplyAsync(() -> counted(jdk, pid), PlanIT::thread);
      if (jdk.feature() >= 25) {
        Await.until(
            () -> jcmd(jdk, pid, "JFR.check"), recordings -> recordings.contains("running"));
        assertThat(application.execute("place 1234")).isEqualTo("someone 1234");
        assertThat(plan.get().get("calls").get("calls").number()).isEqualTo(1234);
      } else {
        assertThat(application.execute("pack 12000")).isEqualTo("slow");
        assertThat(plan.get().get("calls").get("seen").number()).isPositive();
      }
    }
  }

  private Json counted(Jdk jdk, String pid) {
    try {
      return plan(jdk, "plan", pid, config, "--calls", "8s", "--format", "json");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void thread(Runnable command) {
    new Thread(command, "plan").start();
  }

  /** The same numbers as of the JVM that loads the same classes. */
  @Test
  void shouldTellTheSameFromArchives() throws Exception {
    Jdk jdk = Jdk.all().get(0);
    Map<String, Long> expected;
    try (ControlledApplication application = start(JavaProcess.with(jdk).bare())) {
      Json plan = plan(jdk, "plan", application.process().pid(), config, "--format", "json");
      expected = methods(plan, "methods");
    }
    Path fat = fatJar("BOOT-INF/classes/", "BOOT-INF/lib/");
    Path war = fatJar("WEB-INF/classes/", "WEB-INF/lib/");
    for (Path archive : new Path[] {fat, war, folder(), thinJar()}) {
      ProcessResult result = Cli.on(jdk).run("plan", archive, config, "--format", "json");
      assertThat(result.status()).as("%s", archive).isEqualTo(1);
      assertThat(result.err()).contains("3 rules match nothing: typo, other, shadowed.");
      Map<String, Long> found = methods(Json.parse(result.out()), "methods");
      // a class whose parent is missing does not load
      assertThat(found.remove("all")).as("%s", archive).isGreaterThanOrEqualTo(expected.get("all"));
      Map<String, Long> others = new TreeMap<>(expected);
      others.remove("all");
      assertThat(found).as("%s", archive).isEqualTo(others);
    }
    ProcessResult allowed = Cli.on(jdk).run("plan", fat, config, "--allow-unmatched");
    assertThat(allowed.status()).as(allowed.toString()).isZero();
    assertThat(allowed.err()).contains("3 rules match nothing: typo, other, shadowed.");
    assertThat(allowed.out())
        .contains("place: com.acme.plan.Shop.place(java.lang.String, int)")
        .contains("com.acme.plan.Shop.pack(com.acme.plan.Shop$Item)")
        .doesNotContain("$1.name:");
    Files.writeString(directory.resolve("rules.yaml"), RULES.replace("$1.name", "$1.nmae"));
    assertThat(Cli.on(jdk).run("plan", fat, config).out())
        .contains("$1.nmae: com.acme.plan.Shop$Item declares no nmae; the nearest is name");
    ProcessResult asked =
        Cli.on(jdk).run("plan", fat, config, "--allow-unmatched", "--why", "com.acme.plan.Shp#x");
    assertThat(asked.out())
        .contains("com.acme.plan.Shp: there is no class of this name")
        .doesNotContain("RULE");
  }

  private Path fatJar(String classes, String libraries) throws Exception {
    Path jar = directory.resolve(classes.startsWith("WEB") ? "shop.war" : "fat.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      addShop(out, classes);
      out.putNextEntry(new ZipEntry(libraries + "quartz.jar"));
      Files.copy(jarOf(Job.class), out);
      out.putNextEntry(new ZipEntry(libraries + "exec.jar"));
      Files.copy(jarOf(CommandLine.class), out);
    }
    return jar;
  }

  private static void addShop(JarOutputStream out, String under) throws Exception {
    for (String name : new String[] {"Shop", "Shop$Item"}) {
      String path = "com/acme/plan/" + name + ".class";
      out.putNextEntry(new ZipEntry(under + path));
      Files.copy(jarOf(Shop.class).resolve(path), out);
    }
  }

  private Path folder() throws Exception {
    Path folder = directory.resolve("exploded");
    Path classes = Files.createDirectories(folder.resolve("target/classes/com/acme/plan"));
    for (String name : new String[] {"Shop.class", "Shop$Item.class"}) {
      Files.copy(jarOf(Shop.class).resolve("com/acme/plan/" + name), classes.resolve(name));
    }
    Files.copy(jarOf(Job.class), Files.createDirectories(folder.resolve("lib")).resolve("q.jar"));
    return folder;
  }

  /** A jar whose manifest names another. */
  private Path thinJar() throws Exception {
    Files.copy(
        jarOf(Job.class), Files.createDirectories(directory.resolve("libs")).resolve("q.jar"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "libs/q.jar libs/absent.jar");
    Path jar = directory.resolve("thin.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      addShop(out, "");
    }
    return jar;
  }

  @Test
  void shouldRefuseWhatItCannotPlan() throws Exception {
    Cli cli = Cli.on(Jdk.all().get(0));
    ProcessResult result = cli.run("plan", directory.resolve("absent.jar"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("There is no file ");
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    result = cli.run("plan", text, config);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains(text + " is neither a folder nor a jar");
    result = cli.run("plan");
    assertThat(result.status()).isEqualTo(2);
    result = cli.run("plan", "--why", "x", text);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("'x' is not class.method");
    result = cli.run("plan", text, "--format", "yaml");
    assertThat(result.err()).contains("The format is json or text, not 'yaml'.");
    result = cli.run("plan", text, "--wy", "a.b");
    assertThat(result.err()).contains("There is no option '--wy'");
  }
}
