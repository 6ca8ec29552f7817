"""Reporting, the retention of analytics, journey views and evaluation forms."""

import urllib.error
import urllib.request

import PureCloudPlatformClientV2 as genesys

from life import client, known, listed, model

analytics = genesys.AnalyticsApi(client)
journeys = genesys.JourneyApi(client)
quality = genesys.QualityApi(client)

masking = model(genesys.AnalyticsReportingSettings, pii_masking_enabled=True)
assert known(analytics.patch_analytics_reporting_settings(masking)).pii_masking_enabled
retention = model(genesys.UpdateAnalyticsDataRetentionRequest, retention_days=90)
assert known(analytics.put_analytics_dataretention_settings(retention)).retention_days == 90
view = journeys.post_journey_view_schedules("view-1", model(genesys.JourneyViewSchedule, frequency="Daily"))
assert known(view).id == "view-1" and known(journeys.get_journey_views_schedules()).total == 1
weekly = model(genesys.JourneyViewSchedule, frequency="Weekly")
assert known(journeys.put_journey_view_schedules("view-1", weekly)).frequency == "Weekly"
assert known(journeys.delete_journey_view_schedules("view-1")).id == "view-1"
export = known(
    analytics.post_analytics_reporting_exports(
        model(
            genesys.ReportingExportJobRequest,
            name="daily",
            time_zone="UTC",
            export_format="CSV",
            interval="2026-01-01T00:00:00/2026-01-02T00:00:00",
            period="P1D",
            view_type="QUEUE_PERFORMANCE_SUMMARY_VIEW",
            filter=model(genesys.ViewFilter, queue_ids=["queue-1"]),
            locale="en-US",
        )
    )
)
seen = [listed(analytics.get_analytics_reporting_exports(), export.id) for _ in range(3)]
statuses = [one.status for one in seen]
assert statuses == ["SUBMITTED", "RUNNING", "COMPLETED"], statuses
assert seen[0].download_url is None and seen[2].percentage_complete == 100, seen
download = seen[2].download_url.split("/")[-1]
place = known(genesys.DownloadsApi(client).get_download(download, issue_redirect=False)).url
with urllib.request.urlopen(place) as answer:
    lines = answer.read().decode("utf-8").split("\r\n")
assert lines[0].startswith("Interval Start,") and len(lines) == 26, lines[:2]
try:
    urllib.request.urlopen(urllib.request.Request(place, headers={"Authorization": "Bearer x"}))
    raise AssertionError("a presigned URL takes no token")
except urllib.error.HTTPError as error:
    assert error.code == 400, error
form = next(iter(known(quality.get_quality_publishedforms_evaluations()).entities))
assert known(quality.get_quality_forms_evaluation_versions(form.id)).entities[0].id == form.id
