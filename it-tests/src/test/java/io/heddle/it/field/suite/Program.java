package io.heddle.it.field.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A program, as a user runs it in its working directory, see {@link ProgramDirectory}.
 *
 * @param name for people
 * @param directory of its jars in it-suites; empty if the JDK has it
 * @param packages globs of what is woven
 * @param options of the JVM
 * @param arguments main class and its arguments; paths are relative
 */
record Program(
    String name,
    String directory,
    List<String> packages,
    List<String> options,
    List<String> arguments) {
  private static final String H2 = "org.h2.tools.RunScript -script shop.sql -showResults -url ";
  private static final String XALAN =
      "org.apache.xalan.xslt.Process -IN catalogue.xml -XSL catalogue.xsl -OUT out/report.xml";
  private static final String SAXON_OPTIONS = " -s:catalogue.xml -o:out/report.xml ";

  static List<Program> all() {
    List<String> h2 = List.of("org.h2.**");
    List<String> saxon = List.of("net.sf.saxon.**", "org.xmlresolver.**");
    List<String> xalan =
        List.of(
            "org.apache.xalan.**",
            "org.apache.xml.**",
            "org.apache.xpath.**",
            "org.apache.xerces.**");
    return List.of(
        of(
            "ecj",
            "ecj",
            List.of("org.eclipse.jdt.**"),
            "org.eclipse.jdt.internal.compiler.batch.Main -noExit -proc:none --release 11"
                + " -encoding UTF-8 -d out src"),
        of("javac", "", List.of("com.sun.tools.javac.**"), "JavacByApi out src"),
        of("H2 in memory", "h2", h2, H2 + "jdbc:h2:mem:shop"),
        of("H2 in a file", "h2", h2, H2 + "jdbc:h2:./database/shop"),
        of(
            "Saxon, XSLT",
            "saxon",
            saxon,
            "net.sf.saxon.Transform" + SAXON_OPTIONS + "-xsl:catalogue.xsl least=30"),
        of(
            "Saxon, XQuery",
            "saxon",
            saxon,
            "net.sf.saxon.Query" + SAXON_OPTIONS + "-q:catalogue.xq"),
        of("Xalan", "xalan", xalan, XALAN),
        of("Xalan, compiled", "xalan", xalan, XALAN + " -XSLTC"),
        of(
            "Lucene",
            "lucene",
            List.of("org.apache.lucene.**"),
            "LuceneSearch index src array strings~ +base64+decode phonetic* digest+NOT+md5"),
        maven(),
        of(
            "Groovy",
            "groovy",
            List.of("groovy.**", "org.apache.groovy.**", "org.codehaus.groovy.**"),
            "groovy.ui.GroovyMain shop.groovy"));
  }

  private static Program of(String name, String directory, List<String> packages, String command) {
    // a space within an argument is a plus sign
    List<String> arguments = new ArrayList<>();
    for (String argument : command.split(" ", -1)) {
      arguments.add(argument.replace('+', ' ').replace("\"", ""));
    }
    // a line of java.util.logging without its time
    List<String> options = List.of("-Djava.util.logging.SimpleFormatter.format=%5$s%n");
    return new Program(name, directory, packages, options, arguments);
  }

  private static Program maven() {
    List<String> packages =
        List.of(
            "org.apache.maven.**",
            "org.codehaus.plexus.**",
            "org.eclipse.aether.**",
            "org.eclipse.sisu.**",
            "com.google.inject.**");
    String launcher = "org.codehaus.plexus.classworlds.launcher.Launcher";
    String goals = " -o -B -ntp -Dstyle.color=never resources:resources compiler:compile jar:jar";
    Program program = of("Maven", "maven", packages, launcher + goals);
    return new Program(program.name, program.directory, packages, List.of(), program.arguments);
  }

  /** Another program with the same name and without this argument. */
  Program without(String argument) {
    List<String> others = new ArrayList<>(arguments);
    others.remove(argument);
    return new Program(name, directory, packages, options, others);
  }

  boolean isMaven() {
    return directory.equals("maven");
  }

  /** Options of the JVM; Maven finds its home through them. */
  List<String> jvm() {
    if (!isMaven()) {
      return options;
    }
    Path home = mavenHome();
    List<String> all = new ArrayList<>(options);
    all.add("-Dclassworlds.conf=" + home.resolve("bin/m2.conf"));
    all.add("-Dmaven.home=" + home);
    all.add("-Dmaven.multiModuleProjectDirectory=.");
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      all.add("-Dmaven.repo.local=" + repository);
    }
    return all;
  }

  /** The class path: applications of ours, the compiled sources and the jars. */
  String classPath(Path compiled) {
    String own = Path.of("target", "test-classes").toAbsolutePath() + ":" + compiled;
    if (directory.isEmpty()) {
      return own;
    }
    Fetched fetched = isMaven() ? new Fetched(mavenHome().resolve("boot")) : fetched();
    return own + ":" + fetched.classPath(compiled);
  }

  private Fetched fetched() {
    return Fetched.from("programs/" + directory);
  }

  private Path mavenHome() {
    Path unpacked = fetched().directory();
    String[] names = Objects.requireNonNull(unpacked.toFile().list());
    return unpacked.resolve(names[0]);
  }

  @Override
  public String toString() {
    return name;
  }
}
