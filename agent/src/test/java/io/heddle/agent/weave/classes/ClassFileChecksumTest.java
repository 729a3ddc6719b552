package io.heddle.agent.weave.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassFileChecksumTest {
  @Test
  void shouldHoldTheCheckValueOfCrc32AndThePolynomialHash() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    // 0xCBF43926 is the check value that the catalogue of CRCs gives for these nine bytes
    assertThat(ClassFileChecksum.of(digits) & 0xFFFF_FFFFL).isEqualTo(0xCBF43926L);
    // ((1 * 31 + 1) * 31 + 2) for the bytes 1 and 2
    assertThat(ClassFileChecksum.of(new byte[] {1, 2}) >>> 32).isEqualTo(994);
  }

  @Test
  void shouldDifferForEachByteThatDiffers() {
    Set<Long> seen = new HashSet<>();
    byte[] bytes = new byte[2_000];
    seen.add(ClassFileChecksum.of(bytes));
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[i] ^= (byte) (1 << bit);
        assertThat(seen.add(ClassFileChecksum.of(bytes))).isTrue();
        bytes[i] ^= (byte) (1 << bit);
      }
    }
  }
}
