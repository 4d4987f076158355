// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// Amazon CloudWatch Logs", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "anomaly-detector",
     .arn =
         "arn:${Partition}:logs:${Region}:${Account}:anomaly-detector:${DetectorId}"},
    {.name = "delivery",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:delivery:${DeliveryName}"},
    {.name = "delivery-destination",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:delivery-destination:${"
            "DeliveryDestinationName}"},
    {.name = "delivery-source",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:delivery-source:${"
            "DeliverySourceName}"},
    {.name = "destination",
     .arn =
         "arn:${Partition}:logs:${Region}:${Account}:destination:${DestinationName}"},
    {.name = "log-group",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}"},
    {.name = "log-stream",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-"
            "stream:${LogStreamName}"},
    {.name = "lookup-table",
     .arn =
         "arn:${Partition}:logs:${Region}:${Account}:lookup-table:${LookupTableName}"},
    {.name = "scheduled-query",
     .arn = "arn:${Partition}:logs:${Region}:${Account}:scheduled-query:${"
            "ScheduledQueryId}"},
};

constexpr ActionRow kActions[] = {
    {.actions = "AssociateSourceToS3TableIntegration CallWithBearerToken "
                "CancelExportTask CancelImportTask CreateImportTask "
                "CreateLogDelivery DeleteAccountPolicy DeleteIndexPolicy "
                "DeleteIntegration DeleteLogDelivery DeletePipelineRule "
                "DeleteQueryDefinition DeleteResourcePolicy DescribeAccountPolicies "
                "DescribeConfigurationTemplates DescribeDeliveries "
                "DescribeDeliveryDestinations DescribeDeliverySources "
                "DescribeDestinations DescribeExportTasks DescribeFieldIndexes "
                "DescribeImportTaskBatches DescribeImportTasks "
                "DescribeIndexPolicies DescribeLogGroups DescribeLookupTables "
                "DescribeQueries DescribeQueryDefinitions DescribeResourcePolicies "
                "DisassociateSourceFromS3TableIntegration GetIntegration "
                "GetLogDelivery GetLogFields GetStorageTierPolicy Link "
                "ListAggregateLogGroupSummaries ListEntitiesForLogGroup "
                "ListIntegrations ListLogDeliveries ListLogGroups "
                "ListLogGroupsForEntity ListLogGroupsForQuery ListScheduledQueries "
                "ListSourcesForS3TableIntegration ListSyslogConfigurations "
                "PutAccountPolicy PutIndexPolicy PutIntegration PutPipelineRule "
                "PutQueryDefinition PutResourcePolicy PutStorageTierPolicy "
                "StopLiveTail StopQuery TestMetricFilter TestTransformer "
                "UpdateLogDelivery"},
    {.types = "anomaly-detector",
     .actions = "DeleteLogAnomalyDetector GetLogAnomalyDetector ListAnomalies "
                "ListLogAnomalyDetectors UpdateAnomaly UpdateLogAnomalyDetector"},
    {.types = "anomaly-detector delivery delivery-destination delivery-source "
              "destination log-group lookup-table",
     .actions = "ListTagsForResource"},
    {.types = "anomaly-detector delivery delivery-destination delivery-source "
              "destination log-group lookup-table scheduled-query",
     .actions = "TagResource UntagResource"},
    {.types = "delivery", .actions = "DeleteDelivery GetDelivery"},
    {.types = "delivery delivery-destination delivery-source",
     .actions = "CreateDelivery UpdateDeliveryConfiguration"},
    {.types = "delivery-destination",
     .actions = "DeleteDeliveryDestination DeleteDeliveryDestinationPolicy "
                "DeleteDeliverySource GetDeliveryDestination "
                "GetDeliveryDestinationPolicy PutDeliveryDestinationPolicy"},
    {.types = "delivery-destination",
     .keys = "logs:DeliveryDestinationResourceArn",
     .actions = "PutDeliveryDestination"},
    {.types = "delivery-source", .actions = "GetDeliverySource"},
    {.types = "delivery-source",
     .keys = "logs:LogGeneratingResourceArns[]",
     .actions = "PutDeliverySource"},
    {.types = "destination",
     .actions = "DeleteDestination PutDestination PutDestinationPolicy"},
    {.types = "destination log-group", .actions = "PutSubscriptionFilter"},
    {.types = "log-group",
     .actions = "AssociateKmsKey CreateExportTask CreateLogAnomalyDetector "
                "CreateLogGroup DeleteDataProtectionPolicy DeleteLogGroup "
                "DeleteMetricFilter DeleteRetentionPolicy DeleteSubscriptionFilter "
                "DeleteSyslogConfiguration DeleteTransformer DescribeLogStreams "
                "DescribeMetricFilters DescribeSubscriptionFilters "
                "DisassociateKmsKey FilterLogEvents GetDataProtectionPolicy "
                "GetLogGroupFields GetLogRecord GetQueryResults GetTransformer "
                "IntegrateWithDataset ListTagsLogGroup PutBearerTokenAuthentication "
                "PutDataProtectionPolicy PutLogGroupDeletionProtection "
                "PutMetricFilter PutRetentionPolicy PutSyslogConfiguration "
                "PutTransformer StartLiveTail StartQuery TagLogGroup Unmask "
                "UntagLogGroup"},
    {.types = "log-group",
     .keys = "logs:data_source_name logs:data_source_type",
     .actions = "IntegrateWithS3Table ProcessWithPipeline"},
    {.types = "log-stream",
     .actions = "CreateLogStream DeleteLogStream GetLogEvents PutLogEvents"},
    {.types = "lookup-table",
     .actions = "CreateLookupTable DeleteLookupTable GetLookupTable "
                "UpdateLookupTable"},
    {.types = "scheduled-query",
     .actions = "CreateScheduledQuery DeleteScheduledQuery GetScheduledQuery "
                "GetScheduledQueryHistory UpdateScheduledQuery"},
};

}  // namespace

const ServiceTable kLogsTable = {
    .prefix = "logs",
    .types = kTypes,
    .actions = kActions,
    .keys = "",
};

}  // namespace pullproof::aws
