"""Reads what gcsync tells of a run with the parsers of those who get it.

`prometheus FILE` reads a file as Prometheus's own client does and answers with one JSON object a series.
`traces FILE` and `metrics FILE` read OTLP's JSON into the messages that collectors have, refuse what is unknown there, and
answer with what the messages hold.
"""

import base64
import json
import sys

from google.protobuf import json_format


def prometheus(path):
    from prometheus_client.parser import text_string_to_metric_families

    with open(path, encoding="utf-8", newline="") as file:
        for family in text_string_to_metric_families(file.read()):
            for sample in family.samples:
                print(json.dumps({
                    "family": family.name, "type": family.type, "help": family.documentation,
                    "name": sample.name, "labels": sample.labels, "value": sample.value,
                }))


def with_base64_ids(value):
    """OTLP writes ids in hexadecimal, where the mapping of protobuf wants base64."""
    if isinstance(value, list):
        return [with_base64_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    ids = ("traceId", "spanId", "parentSpanId")
    return {
        key: base64.b64encode(bytes.fromhex(item)).decode() if key in ids else with_base64_ids(item)
        for key, item in value.items()
    }


def text(value):
    return value.string_value if value.HasField("string_value") else value.int_value


def labels(attributes):
    return {item.key: text(item.value) for item in attributes}


def traces(path):
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    with open(path, encoding="utf-8") as file:
        message = json_format.ParseDict(with_base64_ids(json.load(file)), ExportTraceServiceRequest())
    for resource in message.resource_spans:
        print(json.dumps({"resource": labels(resource.resource.attributes)}))
        for scope in resource.scope_spans:
            for span in scope.spans:
                assert len(span.trace_id) == 16 and len(span.span_id) == 8
                assert span.start_time_unix_nano <= span.end_time_unix_nano
                print(json.dumps({
                    "name": span.name, "kind": span.kind, "trace": span.trace_id.hex(),
                    "id": span.span_id.hex(), "parent": span.parent_span_id.hex(),
                    "attributes": labels(span.attributes), "status": span.status.code,
                    "milliseconds": (span.end_time_unix_nano - span.start_time_unix_nano) // 1_000_000,
                }))


def metrics(path):
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
        ExportMetricsServiceRequest,
    )

    with open(path, encoding="utf-8") as file:
        message = json_format.ParseDict(json.load(file), ExportMetricsServiceRequest())
    for resource in message.resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                kind = metric.WhichOneof("data")
                for point in getattr(metric, kind).data_points:
                    print(json.dumps({
                        "name": metric.name, "kind": kind, "unit": metric.unit,
                        "labels": labels(point.attributes), "value": point.as_double,
                    }))


{"prometheus": prometheus, "traces": traces, "metrics": metrics}[sys.argv[1]](sys.argv[2])
