package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.store.MutableSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Another JVM that spills, until it is killed. */
final class SpillingJvm implements AutoCloseable {
  static final long MAX = 256 * 1024;
  static final long SEGMENT = 16 * 1024;

  private final Process process;
  private final Path directory;

  private SpillingJvm(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /**
   * Starts one, and waits until its first sample is on disk.
   *
   * @param name of its directory below the one of all
   * @param samples that it spills before it only waits
   */
  static SpillingJvm start(Path directory, String name, long samples) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Spilling.class.getName(),
                directory.toString(),
                name,
                Long.toString(samples))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the child ended at once");
    }
    return new SpillingJvm(process, directory.resolve(name));
  }

  Path directory() {
    return directory;
  }

  /** With -9, and returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** The child's main. */
  static final class Spilling {
    private Spilling() {}

    public static void main(String[] args) throws IOException {
      Spill spill =
          new Spill(
              Path.of(args[0]),
              args[1],
              MAX,
              SEGMENT,
              System::currentTimeMillis,
              Thread::new,
              (kind, sentence) -> System.err.println(kind + ": " + sentence));
      spill.start();
      long samples = Long.parseLong(args[2]);
      boolean up = false;
      MutableSample sample = new MutableSample();
      for (long seq = 0; seq < samples; seq++) {
        sample.set("a", seq, 1_700_000_000_000L + seq, seq / 7.0, seq, seq, seq);
        while (!spill.offer(sample)) {
          LockSupport.parkNanos(100_000);
        }
        if (!up && (spill.figures().records() > 0 || seq == samples - 1)) {
          while (spill.figures().records() == 0) {
            LockSupport.parkNanos(100_000);
          }
          up = true;
          System.out.write("up".getBytes(StandardCharsets.UTF_8));
          System.out.flush();
        }
      }
      while (System.in.read() >= 0) {
        // waits to be killed; ends with its parent
      }
      System.exit(0);
    }
  }
}
