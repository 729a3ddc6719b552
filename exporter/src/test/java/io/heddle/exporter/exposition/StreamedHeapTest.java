package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a streamed answer of 100,000 label sets holds on the heap while a client takes it. */
@Tag("slow")
@Isolated
class StreamedHeapTest {
  private static final int SETS = 100_000;
  private static final long LOOK_EVERY = 32 << 20;
  private static final long MOST = 2_000_000;

  private final Registry registry = new Registry("heddle", SETS, 1L << 30);

  private void fill(int families) {
    for (int i = 0; i < SETS; i++) {
      FamilySpec spec =
          new FamilySpec("family" + i % families, "Runs", List.of("tool"), Written.GRID, false);
      Cells cells = registry.family(spec).series(List.of("tool-" + i)).shared();
      // of more than 127 runs: what waits is more than a byte each
      for (int run = 0; run < 200; run++) {
        cells.start();
        cells.succeed(1_000_000L * (i % 500) + run);
      }
    }
  }

  /** A client that looks at the heap now and then: what is in use, and was not before. */
  private static final class Client extends OutputStream {
    private final long before;
    private long most;
    private long taken;
    private long next = LOOK_EVERY / 2;

    Client(long before) {
      this.before = before;
    }

    @Override
    public void write(int b) {
      take(1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      take(length);
    }

    private void take(int length) {
      taken += length;
      if (taken >= next) {
        next += LOOK_EVERY;
        most = Math.max(most, usedHeap() - before);
      }
    }
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private long held(Format format) throws IOException {
    Written.write(registry::scrape, format, OutputStream.nullOutputStream());
    Client client = new Client(usedHeap());
    Written.write(registry::scrape, format, client);
    assertThat(client.taken).isGreaterThan(LOOK_EVERY);
    return client.most;
  }

  @BeforeEach
  void loadWhatMeasures() {
    usedHeap();
  }

  /** Families of as many label sets as a family has by default. */
  @Test
  void shouldHoldLessThanTwoMegabytesInEveryFormat() throws IOException {
    fill(50);
    for (Format format : Format.values()) {
      assertThat(held(format)).as("%s", format).isLessThan(MOST);
    }
  }

  /** One family; in protobuf it has to be held, as its length comes first. */
  @Test
  void shouldHoldLessThanTwoMegabytesOfOneFamily() throws IOException {
    fill(1);
    assertThat(held(Format.TEXT)).isLessThan(MOST);
    assertThat(held(Format.OPEN_METRICS)).isLessThan(MOST);
  }
}
