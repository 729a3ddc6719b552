package io.heddle.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidNamespaceTest {
  @TempDir Path directory;
  private FakeProc proc = new FakeProc(Path.of(""));
  private String root = "";

  @BeforeEach
  void makeProc() {
    proc = new FakeProc(directory);
    root = directory + "/";
  }

  private void status(String folder, String parent, String ids) throws IOException {
    proc.put(
        folder + "/status",
        "Name:\tjava\nTgid:\t" + folder + "\nPPid:\t" + parent + "\nNSpid:\t" + ids + "\n");
  }

  @Test
  void shouldTakeIdsAsTheyAreInItsOwnNamespace() throws IOException {
    proc.put("self/status", "NSpid:\t42\n");
    PidNamespace namespace = PidNamespace.of(root, 42);
    assertThat(namespace.lack()).isNull();
    assertThat(namespace.folder(42)).isEqualTo(root + "42");
    assertThat(namespace.folder(7)).isEqualTo(root + "7");
  }

  /** The same number by chance: the kernel tells that it is of another namespace. */
  @Test
  void shouldNotBeMisledByACoincidence() throws IOException {
    proc.put("self/status", "NSpid:\t42\t42\n");
    PidNamespace namespace = PidNamespace.of(root, 42);
    assertThat(namespace.lack()).isNotNull();
    assertThat(namespace.folder(42)).isEqualTo(root + "self");
    assertThat(namespace.folder(7)).isNull();
  }

  @Test
  void shouldFindItsChildrenAndNobodyElse() throws IOException {
    proc.put("self/status", "NSpid:\t900\t31\t1\n");
    proc.put("self/task/900/children", "901 ");
    proc.put("self/task/905/children", "902 903 ");
    status("901", "900", "901\t32\t25");
    status("902", "900", "902\t33\t26\t1"); // in a namespace of its own below
    status("903", "900", "903\t34"); // gone from there
    status("77", "5", "77\t40\t27"); // another's child, in another namespace of that depth
    PidNamespace namespace = PidNamespace.of(root, 1);
    assertThat(namespace.lack()).isNotNull();
    assertThat(namespace.folder(25)).isEqualTo(root + "901");
    assertThat(namespace.folder(26)).isEqualTo(root + "902");
    assertThat(namespace.folder(27)).isNull();
    assertThat(namespace.folder(901)).isNull();
  }

  @Test
  void shouldForgetAChildWhoseIdIsAnothersNow() throws IOException {
    proc.put("self/status", "NSpid:\t900\t1\n");
    proc.put("self/task/900/children", "901");
    status("901", "900", "901\t25");
    PidNamespace namespace = PidNamespace.of(root, 1);
    assertThat(namespace.folder(25)).isEqualTo(root + "901");
    status("901", "900", "901\t26");
    assertThat(namespace.folder(25)).isNull();
    PidNamespace again = PidNamespace.of(root, 1);
    assertThat(again.folder(26)).isEqualTo(root + "901");
    status("901", "1", "901\t26");
    assertThat(again.folder(26)).isNull();
  }

  @Test
  void shouldGoByTheLinkWhereTheKernelDoesNotTell() throws IOException {
    proc.put("42/status", "Name:\tjava\n");
    Files.createSymbolicLink(directory.resolve("self"), Path.of("42"));
    assertThat(PidNamespace.of(root, 42).lack()).isNull();
    PidNamespace other = PidNamespace.of(root, 1);
    assertThat(other.lack()).contains("another pid namespace");
    assertThat(other.folder(42)).isNull();
    assertThat(other.folder(1)).isEqualTo(root + "self");
  }

  @Test
  void shouldKnowNobodyWhereItIsNotItselfListed() throws IOException {
    proc.put("25/stat", FakeProc.line(25, "kdevtmpfs", 'S'));
    PidNamespace namespace = PidNamespace.of(root, 1);
    assertThat(namespace.lack()).contains("no process is sampled");
    assertThat(namespace.folder(25)).isNull();
    ProcFiles files = new ProcFiles(root, namespace, true);
    assertThat(files.read(25, new ProcessReading())).isFalse();
    assertThat(files.program(25)).isNull();
    assertThat(files.unreadableCount()).isEqualTo(1);
  }

  @Test
  void shouldTellAThreadFromAProcess() throws IOException {
    status("42", "1", "42");
    proc.put("43/status", "Name:\tworker\nTgid:\t42\nPPid:\t1\n");
    ProcFiles files = proc.source();
    assertThat(files.canRead(42)).isTrue();
    assertThat(files.canRead(43)).isFalse();
  }
}
