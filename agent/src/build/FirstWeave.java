/** An application that runs what rules weave, and a child process: see PackJar. */
public final class FirstWeave {
  private FirstWeave() {}

  public static void main(String[] args) throws Exception {
    constant();
    labelled("a");
    String java = ProcessHandle.current().info().command().orElse("java");
    Process child = new ProcessBuilder(java, "-version").start();
    child.getInputStream().readAllBytes();
    child.getErrorStream().readAllBytes();
    System.exit(child.waitFor());
  }

  static void constant() {}

  static Object labelled(String label) {
    return null;
  }
}
