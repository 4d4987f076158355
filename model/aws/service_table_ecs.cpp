// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// Amazon Elastic Container Service", as of 2026-09-26.
//
// Services, tasks and container instances may still have ARNs of 2018, without the
// cluster's name: the names below stand for both forms.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "capacity-provider",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:capacity-provider/"
            "${CapacityProviderName}",
     .keys = "ecs:ResourceTag/"},
    {.name = "cluster",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:cluster/${ClusterName}",
     .keys = "ecs:ResourceTag/"},
    {.name = "container-instance",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:container-instance/"
            "${ContainerInstanceId}",
     .keys = "ecs:ResourceTag/"},
    {.name = "daemon",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:daemon/${ClusterName}/"
            "${DaemonName}",
     .keys = "ecs:cluster"},
    {.name = "daemon-deployment",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:daemon-deployment/"
            "${ClusterName}/${DaemonName}/${DaemonDeploymentId}",
     .keys = "ecs:cluster ecs:daemon"},
    {.name = "daemon-revision",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:daemon-revision/${ClusterName}/"
            "${DaemonName}/${DaemonRevisionId}",
     .keys = "ecs:cluster ecs:daemon"},
    {.name = "daemon-task-definition",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:daemon-task-definition/"
            "${DaemonTaskDefinitionFamilyName}:${DaemonTaskDefinitionRevisionNumber}"},
    {.name = "service",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:service/${ServiceName}",
     .keys = "ecs:ResourceTag/"},
    {.name = "service-deployment",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:service-deployment/"
            "${ClusterName}/${ServiceName}/${ServiceDeploymentId}",
     .keys = "ecs:cluster ecs:service"},
    {.name = "service-revision",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:service-revision/${ClusterName}/"
            "${ServiceName}/${ServiceRevisionId}",
     .keys = "ecs:cluster ecs:service"},
    {.name = "task",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:task/${TaskId}",
     .keys = "ecs:ResourceTag/"},
    {.name = "task-definition",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:task-definition/"
            "${TaskDefinitionFamilyName}:${TaskDefinitionRevisionNumber}",
     .keys = "ecs:ResourceTag/"},
    {.name = "task-set",
     .arn = "arn:${Partition}:ecs:${Region}:${Account}:task-set/${ClusterName}/"
            "${ServiceName}/${TaskSetId}",
     .keys = "ecs:ResourceTag/"},
};

constexpr ActionRow kActions[] = {
    {.actions = "DeregisterTaskDefinition DescribeTaskDefinition "
                "DiscoverPollEndpoint ListAccountSettings ListClusters "
                "ListDaemonTaskDefinitions ListTaskDefinitionFamilies "
                "ListTaskDefinitions"},
    {.keys = "ecs:account-setting",
     .actions = "DeleteAccountSetting PutAccountSetting PutAccountSettingDefault"},
    {.keys = "ecs:cluster", .actions = "ListDaemons ListServices"},
    {.keys = "ecs:namespace", .actions = "ListServicesByNamespace"},
    {.types = "capacity-provider",
     .actions = "DeleteCapacityProvider DescribeCapacityProviders"},
    {.types = "capacity-provider",
     .keys = "ecs:instance-metadata-tags-propagation ecs:propagate-tags",
     .actions = "CreateCapacityProvider UpdateCapacityProvider"},
    {.types = "capacity-provider cluster container-instance daemon "
              "daemon-task-definition service task task-definition task-set",
     .actions = "UntagResource"},
    {.types = "capacity-provider cluster container-instance daemon "
              "daemon-task-definition service task task-definition task-set",
     .keys = "ecs:CreateAction",
     .actions = "TagResource"},
    {.types = "capacity-provider cluster container-instance service task "
              "task-definition task-set",
     .actions = "ListTagsForResource"},
    {.types = "cluster",
     .actions = "AllowVendedLogDeliveryForResource DeleteCluster "
                "DeregisterContainerInstance DescribeClusters ListAttributes "
                "ListContainerInstances RegisterContainerInstance "
                "SubmitAttachmentStateChanges SubmitContainerStateChange "
                "SubmitTaskStateChange UpdateClusterSettings"},
    {.types = "cluster",
     .keys = "ecs:capacity-provider[]",
     .actions = "PutClusterCapacityProviders"},
    {.types = "cluster",
     .keys = "ecs:capacity-provider[] ecs:fargate-ephemeral-storage-kms-key",
     .actions = "CreateCluster"},
    {.types = "cluster",
     .keys = "ecs:fargate-ephemeral-storage-kms-key",
     .actions = "UpdateCluster"},
    {.types = "cluster container-instance",
     .keys = "ecs:capacity-provider[] ecs:cluster",
     .actions = "PutSystemLogEvents"},
    {.types = "cluster task",
     .keys = "ecs:cluster ecs:container-name ecs:task",
     .actions = "ExecuteCommand"},
    {.types = "container-instance",
     .keys = "ecs:cluster",
     .actions = "DeleteAttributes DescribeContainerInstances ListTasks Poll "
                "PutAttributes StartTelemetrySession UpdateContainerAgent "
                "UpdateContainerInstancesState"},
    {.types = "daemon", .actions = "DeleteDaemon DescribeDaemon ListDaemonDeployments"},
    {.types = "daemon",
     .keys = "ecs:capacity-provider[] ecs:daemon-task-definition "
             "ecs:enable-ecs-managed-tags ecs:enable-execute-command "
             "ecs:propagate-tags ecs:task-cpu ecs:task-memory",
     .actions = "CreateDaemon UpdateDaemon"},
    {.types = "daemon daemon-deployment", .actions = "DescribeDaemonDeployments"},
    {.types = "daemon daemon-revision", .actions = "DescribeDaemonRevisions"},
    {.types = "daemon-task-definition",
     .actions = "DeleteDaemonTaskDefinition DescribeDaemonTaskDefinition"},
    {.types = "daemon-task-definition",
     .keys = "ecs:privileged ecs:task-cpu ecs:task-memory",
     .actions = "RegisterDaemonTaskDefinition"},
    {.types = "service",
     .keys = "ecs:auto-assign-public-ip ecs:capacity-provider[] ecs:cluster "
             "ecs:enable-ebs-volumes ecs:enable-ecs-managed-tags "
             "ecs:enable-execute-command ecs:enable-service-connect "
             "ecs:enable-vpc-lattice ecs:namespace ecs:propagate-tags ecs:subnet[] "
             "ecs:task-cpu ecs:task-definition ecs:task-memory",
     .actions = "CreateService UpdateService"},
    {.types = "service",
     .keys = "ecs:cluster",
     .actions = "DeleteExpressGatewayService DeleteService "
                "DescribeExpressGatewayService DescribeServices "
                "ListServiceDeployments UpdateServicePrimaryTaskSet"},
    {.types = "service",
     .keys = "ecs:cluster ecs:enable-ecs-managed-tags ecs:propagate-tags "
             "ecs:subnet[] ecs:task-cpu ecs:task-definition ecs:task-memory",
     .actions = "CreateExpressGatewayService UpdateExpressGatewayService"},
    {.types = "service service-deployment",
     .actions = "ContinueServiceDeployment DescribeServiceDeployments "
                "StopServiceDeployment"},
    {.types = "service service-revision", .actions = "DescribeServiceRevisions"},
    {.types = "task",
     .keys = "ecs:cluster",
     .actions = "DescribeTasks GetTaskProtection StopTask UpdateTaskProtection"},
    {.types = "task-definition", .actions = "DeleteTaskDefinitions"},
    {.types = "task-definition",
     .keys = "ecs:capacity-provider[] ecs:cluster ecs:enable-ebs-volumes "
             "ecs:enable-execute-command ecs:task-cpu ecs:task-memory",
     .actions = "RunTask"},
    {.types = "task-definition",
     .keys = "ecs:cluster ecs:container-instances ecs:enable-ebs-volumes "
             "ecs:enable-execute-command",
     .actions = "StartTask"},
    {.types = "task-definition",
     .keys = "ecs:compute-compatibility[] ecs:privileged ecs:task-cpu "
             "ecs:task-memory",
     .actions = "RegisterTaskDefinition"},
    {.types = "task-set",
     .keys = "ecs:capacity-provider[] ecs:cluster ecs:service ecs:task-definition",
     .actions = "CreateTaskSet"},
    {.types = "task-set",
     .keys = "ecs:cluster ecs:service",
     .actions = "DeleteTaskSet DescribeTaskSets UpdateTaskSet"},
};

}  // namespace

const ServiceTable kEcsTable = {
    .prefix = "ecs",
    .types = kTypes,
    .actions = kActions,
    .keys = "ecs:gateway",
};

}  // namespace pullproof::aws
