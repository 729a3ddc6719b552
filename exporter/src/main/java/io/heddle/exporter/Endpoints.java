package io.heddle.exporter;

import io.heddle.exporter.exposition.Exposition;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.http.Ask;
import io.heddle.exporter.http.Page;
import io.heddle.exporter.http.Reply;
import io.heddle.exporter.http.Routes;
import io.heddle.exporter.json.BoxFiguresJson;
import io.heddle.exporter.json.BoxesJson;
import io.heddle.exporter.json.ErrorJson;
import io.heddle.exporter.json.HealthJson;
import io.heddle.exporter.json.InFlightJson;
import io.heddle.exporter.json.MetricsJson;
import io.heddle.exporter.json.RulesJson;
import io.heddle.exporter.json.SamplesJson;
import io.heddle.exporter.json.SummaryJson;
import io.heddle.exporter.json.UnitJson;
import io.heddle.exporter.json.UnitsJson;
import io.heddle.registry.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths and what each answers. */
final class Endpoints {
  private Endpoints() {}

  static Routes of(Content content) {
    Page metrics = new MetricsPage(content);
    Map<String, Page> pages = new LinkedHashMap<>();
    // "/" is the place of the dashboard
    pages.put("/metrics", metrics);
    pages.put("/api/metrics", metrics);
    pages.put(
        "/api/metrics/json", ask -> json(out -> new MetricsJson(content.metrics()).writeTo(out)));
    pages.put("/api/rules", ask -> json(out -> new RulesJson(content.rules()).writeTo(out)));
    pages.put(
        "/api/inflight", ask -> json(out -> new InFlightJson(content.inFlight()).writeTo(out)));
    pages.put("/api/boxes", ask -> json(out -> new BoxesJson(content.boxes()).writeTo(out)));
    pages.put("/api/boxes/{id}/metrics", ask -> box(content.box(ask.id())));
    pages.put("/api/units", ask -> json(out -> new UnitsJson(content.units()).writeTo(out)));
    pages.put("/api/units/{id}", ask -> unit(content, ask.id()));
    pages.put("/api/units/{id}/summary", ask -> summary(content, ask.id()));
    pages.put("/api/units/{id}/samples", ask -> samples(content, ask));
    pages.put("/health", ask -> json(new HealthJson("up")));
    pages.put("/health/ready", ask -> ready(content.ready()));
    return new Routes(pages, content::failed);
  }

  private static Reply json(Reply.Body body) {
    return new Reply(200, Reply.JSON, body);
  }

  private static Reply box(@Nullable BoxFigures figures) {
    return figures == null
        ? error(404, "there is no box of this id")
        : json(new BoxFiguresJson(figures));
  }

  private static Reply unit(Content content, String id) {
    UnitReport unit = content.unit(id);
    return unit == null ? noUnit() : json(new UnitJson(unit, content.summary(id)));
  }

  private static Reply summary(Content content, String id) {
    return content.unit(id) == null ? noUnit() : json(new SummaryJson(content.summary(id)));
  }

  private static Reply samples(Content content, Ask ask) {
    SampleRange range;
    try {
      range = SampleQuery.parse(ask.query());
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
    UnitSamples samples = content.samples(ask.id(), range);
    return samples == null ? noUnit() : json(new SamplesJson(ask.id(), samples));
  }

  private static Reply noUnit() {
    return error(404, "there is no unit of this id");
  }

  private static Reply error(int status, String sentence) {
    return new Reply(status, Reply.JSON, new ErrorJson(sentence));
  }

  private static Reply ready(boolean ready) {
    return new Reply(ready ? 200 : 503, Reply.JSON, new HealthJson(ready ? "ready" : "starting"));
  }

  /** Text, OpenMetrics or protobuf; tells how long it took. */
  private static final class MetricsPage implements Page {
    private final Content content;
    private final Exposition exposition;

    MetricsPage(Content content) {
      this.content = content;
      this.exposition = new Exposition(content::failed);
    }

    @Override
    public Reply reply(Ask ask) {
      Format format = Format.accepted(ask.accept());
      return new Reply(
          200,
          format.contentType(),
          out -> {
            long begin = System.nanoTime();
            List<MetricSnapshot> metrics = content.metrics();
            exposition.write(metrics, format, out);
            content.served((System.nanoTime() - begin) / 1e9);
          });
    }
  }
}
