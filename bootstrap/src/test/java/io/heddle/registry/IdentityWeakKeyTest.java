package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdentityWeakKeyTest {
  @Test
  void shouldCompareByIdentityWhateverTheObjectsSay() {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    IdentityWeakKey<Object> key = new IdentityWeakKey<>(one);
    assertThat(key)
        .isEqualTo(new IdentityWeakKey<Object>(one))
        .hasSameHashCodeAs(new IdentityWeakKey<Object>(one))
        .isNotEqualTo(new IdentityWeakKey<Object>(other))
        .isNotEqualTo(one);
  }

  @Test
  void shouldBeFoundWithoutAnotherKey() {
    Object object = new Object();
    Map<Object, String> map = new HashMap<>();
    map.put(new IdentityWeakKey<>(object), "kept");
    assertThat(map.get(IdentityWeakKey.lookup(object))).isEqualTo("kept");
    assertThat(map.get(IdentityWeakKey.lookup(new Object()))).isNull();
  }

  @Test
  void shouldEqualOnlyItselfOnceTheObjectIsGone() throws InterruptedException {
    ReferenceQueue<Object> gone = new ReferenceQueue<>();
    IdentityWeakKey<Object> key = new IdentityWeakKey<>(new Object(), gone);
    IdentityWeakKey<Object> same = new IdentityWeakKey<>(key.get());
    while (gone.remove(100) == null) {
      System.gc();
    }
    assertThat(key.isGone()).isTrue();
    assertThat(key).isNotEqualTo(same).isNotEqualTo(boot());
    assertThat(new HashSet<>(List.of(key)).contains(key)).isTrue();
  }

  @Test
  void shouldTakeTheBootLoaderForOneThatIsNeverGone() {
    assertThat(boot()).isEqualTo(boot()).hasSameHashCodeAs(boot());
    assertThat(boot().isGone()).isFalse();
    assertThat(boot()).isNotEqualTo(new IdentityWeakKey<Object>(new Object()));
  }

  private static IdentityWeakKey<ClassLoader> boot() {
    @Nullable ClassLoader none = Object.class.getClassLoader();
    return new IdentityWeakKey<>(none);
  }
}
