import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles files with the compiler of the JDK. Arguments: where to put classes, and the files. */
public final class JavacByApi {
  private JavacByApi() {}

  /** Prints each diagnostic and whether it went well. */
  public static void main(String[] arguments) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      List<Path> sources = List.of(arguments).stream().skip(1).map(Path::of).toList();
      List<String> options =
          List.of("-d", arguments[0], "--release", "11", "-g", "-Xlint:all", "-proc:none");
      boolean ok =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostics,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      for (Diagnostic<? extends JavaFileObject> one : diagnostics.getDiagnostics()) {
        System.out.println(one.getKind() + " " + one.getCode() + " " + one.getLineNumber());
      }
      System.out.println("compiled: " + ok);
    }
  }
}
