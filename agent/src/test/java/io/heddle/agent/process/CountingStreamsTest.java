package io.heddle.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.probe.jdk.CountingInput;
import io.heddle.probe.jdk.CountingOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CountingStreamsTest {
  private final LongAdder bytes = new LongAdder();

  @Test
  void shouldCountWhatLeavesByAnyMethod() throws Exception {
    InputStream input = new CountingInput(new ByteArrayInputStream(new byte[10]), bytes);

    assertThat(input.read()).isZero();
    assertThat(input.read(new byte[2])).isEqualTo(2);
    assertThat(input.skip(3)).isEqualTo(3);
    assertThat(input.available()).isEqualTo(4);
    assertThat(bytes.sum()).isEqualTo(6);
    assertThat(input.readAllBytes()).hasSize(4);
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.read(new byte[1])).isEqualTo(-1);
    assertThat(bytes.sum()).isEqualTo(10);
  }

  @Test
  void shouldCountUnreadBytesOnceWhenClosedTwice() throws Exception {
    InputStream input = new CountingInput(new ByteArrayInputStream(new byte[10]), bytes);

    input.close();
    input.close();

    assertThat(bytes.sum()).isEqualTo(10);
  }

  @Test
  void shouldCloseThoughNothingIsAvailableAnyMore() throws Exception {
    boolean[] closes = new boolean[1];
    InputStream input =
        new CountingInput(
            new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
              @Override
              public int available() throws IOException {
                throw new IOException("Stream Closed");
              }

              @Override
              public void close() {
                closes[0] = true;
              }
            },
            bytes);

    input.close();

    assertThat(closes[0]).isTrue();
    assertThat(bytes.sum()).isZero();
  }

  @Test
  void shouldCountWhatThePipeTook() throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    OutputStream output = new CountingOutput(pipe, bytes);

    output.write(1);
    output.write(new byte[5]);
    output.write(new byte[9], 2, 3);
    output.flush();
    output.close();

    assertThat(pipe.size()).isEqualTo(9);
    assertThat(bytes.sum()).isEqualTo(9);
  }

  @Test
  void shouldNotCountFailedWrite() {
    OutputStream output =
        new CountingOutput(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            bytes);

    assertThatThrownBy(() -> output.write(1)).hasMessage("Broken pipe");
    assertThatThrownBy(() -> output.write(new byte[3])).hasMessage("Broken pipe");
    assertThat(bytes.sum()).isZero();
  }
}
