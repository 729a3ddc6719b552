package io.heddle.exporter;

import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.RequestedMetricNames;
import io.heddle.exporter.http.Request;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.Router;
import io.heddle.exporter.json.BoxFiguresJson;
import io.heddle.exporter.json.BoxesJson;
import io.heddle.exporter.json.InFlightJson;
import io.heddle.exporter.json.RulesJson;
import io.heddle.exporter.json.SamplesJson;
import io.heddle.exporter.json.SummaryJson;
import io.heddle.exporter.json.UnitJson;
import io.heddle.exporter.json.UnitsJson;
import io.heddle.exporter.report.BoxFigures;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Maps each path to its handler. */
final class Routes {
  private static final String METRICS = "/metrics";

  private Routes() {}

  static Router of(ExporterData data) {
    Map<String, Router.Handler> handlers = new LinkedHashMap<>();
    // kept free for a dashboard
    handlers.put("/", request -> movedTo(METRICS));
    handlers.put(METRICS, request -> metrics(data, request));
    handlers.put("/api/metrics", request -> metrics(data, request));
    handlers.put("/api/metrics/json", request -> metricsAsJson(data, request));
    handlers.put("/api/rules", request -> json(new RulesJson(data::rules, data::lastError)));
    handlers.put("/api/inflight", request -> inFlight(data));
    handlers.put("/api/boxes", request -> json(new BoxesJson(data::boxes, data.mostBoxes())));
    handlers.put("/api/boxes/{id}/metrics", request -> box(data.box(request.id())));
    handlers.put("/api/units", request -> json(new UnitsJson(data::units, data.mostUnits())));
    handlers.put("/api/units/{id}", request -> unit(data, request.id()));
    handlers.put("/api/units/{id}/summary", request -> summary(data, request.id()));
    handlers.put("/api/units/{id}/samples", request -> samples(data, request));
    handlers.put("/health", request -> status(200, "up"));
    handlers.put("/health/ready", request -> ready(data.ready()));
    return new Router(handlers);
  }

  private static Response movedTo(String path) {
    String html =
        "<!DOCTYPE html>\n<title>Heddle</title>\n<p>Metrics are at <a href=\""
            + path
            + "\">"
            + path
            + "</a>.</p>\n";
    return Response.of(302, "text/html; charset=utf-8", new Response.FixedBody(html))
        .with("Location", path);
  }

  private static Response metrics(ExporterData data, Request request) {
    Format format = Format.accepted(request.accept());
    return filtered(
        request,
        names -> Response.of(200, format.contentType(), new ScrapeBody(data, format, names)));
  }

  private static Response metricsAsJson(ExporterData data, Request request) {
    return filtered(request, names -> json(new ScrapeBody.Json(data, names)));
  }

  /** Returns the response for the metrics that {@code name[]} chooses. */
  private static Response filtered(Request request, FilteredResponse filtered) {
    try {
      return filtered.response(RequestedMetricNames.only(request.parameters("name[]")));
    } catch (IllegalArgumentException e) {
      return Response.error(400, String.valueOf(e.getMessage()));
    }
  }

  private interface FilteredResponse {
    Response response(Predicate<String> names);
  }

  private static Response json(Response.Body body) {
    return Response.of(200, Response.JSON, body);
  }

  private static Response inFlight(ExporterData data) {
    return json(new InFlightJson(data, data.mostInFlight()));
  }

  private static Response box(@Nullable BoxFigures figures) {
    return figures == null
        ? Response.error(404, "there is no box of this id")
        : json(new BoxFiguresJson(figures));
  }

  private static Response unit(ExporterData data, String id) {
    UnitReport unit = data.unit(id);
    return unit == null ? noUnit() : json(new UnitJson(unit, data.summary(id)));
  }

  private static Response summary(ExporterData data, String id) {
    return data.unit(id) == null ? noUnit() : json(new SummaryJson(data.summary(id)));
  }

  private static Response samples(ExporterData data, Request request) {
    SampleRange range;
    try {
      range = SampleQuery.parse(request.query());
    } catch (IllegalArgumentException e) {
      return Response.error(400, String.valueOf(e.getMessage()));
    }
    UnitSamples samples = data.samples(request.id(), range);
    return samples == null ? noUnit() : json(new SamplesJson(request.id(), samples));
  }

  private static Response noUnit() {
    return Response.error(404, "there is no unit of this id");
  }

  private static Response ready(boolean ready) {
    return ready ? status(200, "ready") : status(503, "starting");
  }

  private static Response status(int status, String word) {
    return Response.of(
        status, Response.JSON, new Response.FixedBody("{\"status\":\"" + word + "\"}"));
  }
}
