package com.acme.process;

import static com.acme.process.ChildPrograms.report;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/** Known numbers of bytes through the pipes of children. */
final class ChildBytes {
  private final ChildPrograms children;
  private final Path scratch;

  ChildBytes(ChildPrograms children, Path scratch) {
    this.children = children;
    this.scratch = scratch;
  }

  void run() throws Exception {
    received();
    sent();
    errors();
    closed();
    redirected();
  }

  private void received() throws Exception {
    Process read = children.shell("read", "head -c 100000 /dev/zero").start();
    System.out.println("read " + read.getInputStream().readAllBytes().length);
    report("read", read);
    // what nobody reads has to fit into a pipe, else the child never ends
    report("unread", children.shell("unread", "head -c 60000 /dev/zero").start());
    Process after = children.shell("after", "head -c 50000 /dev/zero").start();
    report("after", after);
    System.out.println("after " + after.getInputStream().readAllBytes().length);
    Process mixed = children.shell("mixed", "printf 0123456789; cat").start();
    InputStream in = mixed.getInputStream();
    System.out.println("mixed " + in.read() + " " + in.skip(3) + " " + in.readNBytes(6).length);
    mixed.getOutputStream().close();
    System.out.println("mixed " + in.read() + " " + in.read(new byte[3]));
    report("mixed", mixed);
  }

  private void sent() throws Exception {
    Process sent = children.shell("sent", "cat >/dev/null").start();
    try (OutputStream out = sent.getOutputStream()) {
      out.write(new byte[12_000]);
      out.write(7);
      out.flush();
      out.write(new byte[500], 100, 344);
    }
    report("sent", sent);
    Process gone = children.shell("gone", "exit 0").start();
    report("gone", gone);
    try (OutputStream out = gone.getOutputStream()) {
      out.write(new byte[20_000]);
    } catch (IOException e) {
      // "Broken pipe" or "Stream closed": the JDK wakes the waiting thread before it closes the
      // pipe
      System.out.println("gone " + e.getClass());
    }
  }

  private void errors() throws Exception {
    Process err = children.shell("err", "head -c 5000 /dev/zero >&2").start();
    System.out.println("err " + err.getErrorStream().readAllBytes().length);
    report("err", err);
    Process merged =
        children
            .shell("merged", "head -c 3000 /dev/zero; head -c 4000 /dev/zero >&2")
            .redirectErrorStream(true)
            .start();
    System.out.println("merged " + merged.getInputStream().readAllBytes().length);
    System.out.println("merged " + merged.getErrorStream().read());
    report("merged", merged);
  }

  private void closed() throws Exception {
    Process closed = children.shell("closed", "head -c 1000000 /dev/zero").start();
    System.out.println("closed " + closed.getInputStream().read());
    closed.getInputStream().close();
    report("closed", closed);
  }

  private void redirected() throws Exception {
    File file = scratch.resolve("redirected").toFile();
    report(
        "tofile",
        children
            .shell("tofile", "head -c 2000 /dev/zero; cat")
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(file)
            .redirectError(Redirect.DISCARD)
            .start());
    System.out.println("tofile " + Files.size(file.toPath()));
    report("inherited", children.shell("inherited", "echo inherited").inheritIO().start());
  }
}
