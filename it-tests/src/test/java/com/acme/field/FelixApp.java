package com.acme.field;

import com.acme.harness.Pause;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Runs Felix, which hands only {@code java.*} and what a bundle imports to the loader above. */
public final class FelixApp {
  private FelixApp() {}

  public static void main(String[] arguments) throws Exception {
    Path bundle = Path.of(arguments[0]);
    Framework felix =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    arguments[1],
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    "onFirstInit"));
    felix.start();
    felix.getBundleContext().installBundle(bundle.toUri().toString()).start();
    Pause.at("started");
    felix.stop();
    felix.waitForStop(10_000);
  }
}
