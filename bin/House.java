import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Prints the figures of the sources: sizes of files, methods and packages, Javadoc, cycles of packages. */
public final class House {
  private static final List<String> MODULES = List.of("api", "bootstrap", "exporter", "agent");
  private static final String OURS = "io.heddle.";

  private final List<Integer> files = new ArrayList<>();
  private final List<Integer> methods = new ArrayList<>();
  private int types;
  private int documentedTypes;
  private int publicMethods;
  private int documentedMethods;

  private static final Map<String, Integer> PACKAGES = new TreeMap<>();
  private static final Map<String, Set<String>> IMPORTS = new TreeMap<>();

  private House() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    System.out.println(
        "| module | files | lines | file median/p90/max | method median/p90/p99/max | type doc | public method doc |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    House all = new House();
    for (String module : MODULES) {
      House one = new House();
      for (Path file : sources(root.resolve(module).resolve("src/main/java"))) {
        one.read(file);
      }
      one.print(module);
      all.add(one);
    }
    all.print("**all**");
    packages();
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private void add(House one) {
    files.addAll(one.files);
    methods.addAll(one.methods);
    types += one.types;
    documentedTypes += one.documentedTypes;
    publicMethods += one.publicMethods;
    documentedMethods += one.documentedMethods;
  }

  private void print(String name) {
    int lines = files.stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "| %s | %d | %d | %d/%d/%d | %d/%d/%d/%d | %d %% | %d %% |%n",
        name, files.size(), lines, part(files, 50), part(files, 90), part(files, 100),
        part(methods, 50), part(methods, 90), part(methods, 99), part(methods, 100),
        100 * documentedTypes / types, 100 * documentedMethods / publicMethods);
  }

  private static int part(List<Integer> values, int percent) {
    List<Integer> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private void read(Path file) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
    JavacTask task =
        (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjects(file));
    for (CompilationUnitTree unit : task.parse()) {
      String name = String.valueOf(unit.getPackageName());
      PACKAGES.merge(name, 1, Integer::sum);
      for (ImportTree one : unit.getImports()) {
        String wanted = one.getQualifiedIdentifier().toString();
        if (!one.isStatic() && wanted.startsWith(OURS)) {
          String of = wanted.replaceAll("(\\.[A-Z]\\w*)+$", "");
          if (!of.equals(name)) {
            IMPORTS.computeIfAbsent(name, key -> new TreeSet<>()).add(of);
          }
        }
      }
      if (!file.endsWith("package-info.java")) {
        files.add(Files.readAllLines(file).size());
        new Count(DocTrees.instance(task), unit).scan(unit, null);
      }
    }
  }

  private final class Count extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;

    Count(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree) {
        types++;
        documentedTypes += trees.getDocComment(getCurrentPath()) == null ? 0 : 1;
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      if (method.getBody() != null) {
        SourcePositions at = trees.getSourcePositions();
        long first = unit.getLineMap().getLineNumber(at.getStartPosition(unit, method));
        long last = unit.getLineMap().getLineNumber(at.getEndPosition(unit, method));
        methods.add((int) (last - first + 1));
      }
      boolean overrides =
          method.getModifiers().getAnnotations().stream().anyMatch(a -> a.toString().contains("Override"));
      Tree owner = getCurrentPath().getParentPath().getLeaf();
      if (method.getModifiers().getFlags().contains(Modifier.PUBLIC)
          && !overrides
          && owner instanceof ClassTree type
          && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        publicMethods++;
        documentedMethods += trees.getDocComment(getCurrentPath()) == null ? 0 : 1;
      }
      return super.visitMethod(method, nothing);
    }
  }

  private static void packages() {
    int most = Collections.max(PACKAGES.values());
    System.out.printf("%n%d packages, the largest of %d files:", PACKAGES.size(), most);
    PACKAGES.forEach((name, count) -> System.out.print(count > 15 ? " " + name.substring(OURS.length()) + " " + count : ""));
    System.out.println();
    List<String> cycles = new ArrayList<>();
    for (String one : PACKAGES.keySet()) {
      for (String other : reached(one)) {
        if (one.compareTo(other) < 0 && reached(other).contains(one)) {
          cycles.add(one + " <-> " + other);
        }
      }
    }
    System.out.println(cycles.size() + " pairs of packages that depend on each other by imports");
    cycles.forEach(System.out::println);
  }

  private static Set<String> reached(String from) {
    Set<String> known = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(IMPORTS.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String one = open.pop();
      if (known.add(one)) {
        open.addAll(IMPORTS.getOrDefault(one, Set.of()));
      }
    }
    return known;
  }
}
