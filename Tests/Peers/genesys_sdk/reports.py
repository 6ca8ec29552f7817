"""Reporting, the retention of analytics, journey views and evaluation forms."""

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
statuses = [listed(analytics.get_analytics_reporting_exports(), export.id).status for _ in range(3)]
assert statuses == ["SUBMITTED", "RUNNING", "COMPLETED"], statuses
form = next(iter(known(quality.get_quality_publishedforms_evaluations()).entities))
assert known(quality.get_quality_forms_evaluation_versions(form.id)).entities[0].id == form.id
