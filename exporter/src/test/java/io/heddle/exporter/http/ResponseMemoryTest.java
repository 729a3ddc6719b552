package io.heddle.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponseMemoryTest {
  private final ResponseMemory memory = new ResponseMemory(100);

  /** A client that takes what it gets, or has not for a while. */
  private static final class Client implements ResponseMemory.Holder {
    final AtomicInteger evictions = new AtomicInteger();
    volatile long stalledNanos;
    volatile ResponseMemory.@Nullable Claim claim;

    @Override
    public long stalledNanos() {
      return stalledNanos;
    }

    @Override
    public void evict() {
      evictions.incrementAndGet();
      ResponseMemory.Claim held = claim;
      if (held != null) {
        new Thread(held::release).start();
      }
    }
  }

  private ResponseMemory.@Nullable Claim claim(long bytes) throws InterruptedException {
    return memory.claim(bytes, new Client());
  }

  private Client holding(long bytes, Duration stalled) throws InterruptedException {
    Client client = new Client();
    client.claim = Objects.requireNonNull(memory.claim(bytes, client));
    client.stalledNanos = stalled.toNanos();
    return client;
  }

  @Test
  void shouldGiveWhatThereIsAndTakeItBackOnce() throws InterruptedException {
    ResponseMemory.Claim first = Objects.requireNonNull(claim(60));
    ResponseMemory.Claim second = Objects.requireNonNull(claim(40));
    assertThat(memory.taken()).isEqualTo(100);
    first.release();
    first.release();
    assertThat(memory.taken()).isEqualTo(40);
    second.release();
    assertThat(memory.taken()).isZero();
  }

  @Test
  void shouldRefuseAfterAWhile() throws InterruptedException {
    holding(60, Duration.ZERO);
    long begin = System.nanoTime();
    assertThat(claim(41)).isNull();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    assertThat(claim(40)).isNotNull();
  }

  @Test
  void shouldAdmitOneAloneWhateverItNeeds() throws InterruptedException {
    ResponseMemory.Claim large = Objects.requireNonNull(claim(1_000_000));
    assertThat(claim(1)).isNull();
    large.release();
    Objects.requireNonNull(claim(1));
    assertThat(claim(1_000_000)).isNull();
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    ResponseMemory.Claim first = Objects.requireNonNull(claim(100));
    CompletableFuture<ResponseMemory.@Nullable Claim> second = inBackground(10);
    first.release();
    assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  private CompletableFuture<ResponseMemory.@Nullable Claim> inBackground(long bytes) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return claim(bytes);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Else a large one would wait for ever while small ones come and go. */
  @Test
  void shouldServeThoseThatWaitInTurn() throws Exception {
    ResponseMemory.Claim first = Objects.requireNonNull(claim(50));
    CompletableFuture<ResponseMemory.@Nullable Claim> large = inBackground(100);
    TimeUnit.MILLISECONDS.sleep(200); // it is the first to wait by now
    CompletableFuture<ResponseMemory.@Nullable Claim> small = inBackground(10);
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(small).isNotDone();
    first.release();
    ResponseMemory.Claim got = Objects.requireNonNull(large.get(10, TimeUnit.SECONDS));
    got.release();
    assertThat(small.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void shouldEvictTheClientThatHasBeenStalledLongestAndNoMoreThanItMust() throws Exception {
    List<Client> clients = new ArrayList<>();
    for (int seconds : new int[] {0, 3, 9, 5}) {
      clients.add(holding(25, Duration.ofSeconds(seconds)));
    }
    assertThat(claim(20)).isNotNull();
    assertThat(clients).extracting(client -> client.evictions.get()).containsExactly(0, 0, 1, 0);
    assertThat(claim(30)).isNotNull();
    assertThat(clients).extracting(client -> client.evictions.get()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void shouldNotEvictClientsThatTakeWhatTheyGet() throws InterruptedException {
    Client honest = holding(100, Duration.ofMillis(900));
    assertThat(claim(1)).isNull();
    assertThat(honest.evictions).hasValue(0);
  }
}
