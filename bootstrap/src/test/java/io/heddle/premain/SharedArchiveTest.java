package io.heddle.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedArchiveTest {
  private static final String SPECIES = "java.lang.invoke.BoundMethodHandle$Species_";
  private static final int CHUNK = 1 << 16;

  @Test
  void shouldFindNamesWhereverTheyLie() throws IOException {
    byte[] file = archive(0xa2, 3 * CHUNK);
    put(file, 100, "LI");
    // around the places where one piece of the file ends
    for (int i = 1; i <= 2; i++) {
      put(file, i * CHUNK - 20, "LIJ" + i);
      put(file, i * CHUNK + 180, "IIL" + i);
      put(file, i * CHUNK + 256, "JJ" + i);
    }
    assertThat(names(file))
        .containsExactly(
            SPECIES + "LI",
            SPECIES + "LIJ1",
            SPECIES + "IIL1",
            SPECIES + "JJ1",
            SPECIES + "LIJ2",
            SPECIES + "IIL2",
            SPECIES + "JJ2");
  }

  @Test
  void shouldEndANameWhereItsLettersEnd() throws IOException {
    byte[] file = archive(0xa2, CHUNK);
    put(file, 100, "LI;x");
    put(file, 200, "L3\0I");
    assertThat(names(file)).containsExactly(SPECIES + "LI", SPECIES + "L3");
  }

  @Test
  void shouldFindNothingInAnotherFile() throws IOException {
    byte[] dynamic = archive(0xa8, CHUNK);
    put(dynamic, 100, "LI");
    assertThat(names(dynamic)).isEmpty();
    assertThat(names(new byte[0])).isEmpty();
    assertThat(names(new byte[] {1, 2})).isEmpty();
  }

  @Test
  void shouldReadTheOrderOfBytesOfAnyMachine() throws IOException {
    byte[] file = archive(0xa2, CHUNK);
    for (int i = 0; i < 2; i++) {
      byte first = file[i];
      file[i] = file[3 - i];
      file[3 - i] = first;
    }
    put(file, 100, "LI");
    assertThat(names(file)).containsExactly(SPECIES + "LI");
  }

  @Test
  void shouldLeaveAFileAloneThatIsNotThere() {
    SharedArchive.loadSpecies("/no/such/archive.jsa");
    SharedArchive.loadSpecies("");
  }

  private static List<String> names(byte[] file) throws IOException {
    return SharedArchive.names(new ByteArrayInputStream(file));
  }

  private static byte[] archive(int lastOfMagic, int length) {
    byte[] file = new byte[length];
    Arrays.fill(file, (byte) '.');
    file[0] = (byte) lastOfMagic;
    file[1] = (byte) 0xab;
    file[2] = (byte) 0x0b;
    file[3] = (byte) 0xf0;
    return file;
  }

  private static void put(byte[] file, int at, String types) {
    byte[] name =
        ("java/lang/invoke/BoundMethodHandle$Species_" + types)
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(name, 0, file, at, name.length);
  }
}
