package io.heddle.probe.lifecycle;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Suppression;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets the system properties in which the command line finds its answers. Not counted, since the
 * application did not set them. The launcher finds this class by name.
 */
public final class ReplyProperties implements BiConsumer<String, @Nullable String> {
  /** The only instance. */
  public static final BiConsumer<String, @Nullable String> INSTANCE = new ReplyProperties();

  private ReplyProperties() {}

  /**
   * Sets a property.
   *
   * @param json null: it is removed
   */
  @Override
  public void accept(String property, @Nullable String json) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      if (json == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, json);
      }
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }
}
