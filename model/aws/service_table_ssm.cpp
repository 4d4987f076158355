// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// AWS Systems Manager", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "association",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:association/${AssociationId}"},
    {.name = "automation-definition",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:automation-definition/"
            "${AutomationDefinitionName}:${VersionId}",
     .keys = "ssm:DocumentType"},
    {.name = "automation-execution",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:automation-execution/"
            "${AutomationExecutionId}",
     .keys = "ssm:resourceTag/"},
    {.name = "bucket", .arn = "arn:${Partition}:s3:::${BucketName}"},
    {.name = "cloud-connector",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:cloud-connector/"
            "${CloudConnectorId}"},
    {.name = "document",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:document/${DocumentName}",
     .keys = "ssm:DocumentCategories[] ssm:DocumentType ssm:resourceTag/"},
    {.name = "iam-role", .arn = "arn:${Partition}:iam::${Account}:role/${RoleName}"},
    {.name = "instance",
     .arn = "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}",
     .keys = "ssm:resourceTag/"},
    {.name = "maintenancewindow",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:maintenancewindow/${ResourceId}",
     .keys = "ssm:resourceTag/"},
    {.name = "managed-instance",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:managed-instance/${InstanceId}",
     .keys = "ssm:resourceTag/"},
    {.name = "opsitem",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:opsitem/${ResourceId}"},
    {.name = "opsitemgroup",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:opsitemgroup/default"},
    {.name = "opsmetadata",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:opsmetadata/${ResourceId}",
     .keys = "ssm:resourceTag/"},
    {.name = "parameter",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:parameter/"
            "${ParameterNameWithoutLeadingSlash}",
     .keys = "ssm:resourceTag/"},
    {.name = "patchbaseline",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:patchbaseline/"
            "${PatchBaselineIdResourceId}",
     .keys = "ssm:resourceTag/"},
    {.name = "resourcedatasync",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:resource-data-sync/${SyncName}"},
    {.name = "servicesetting",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:servicesetting/${ResourceId}"},
    {.name = "session",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:session/${SessionId}",
     .keys = "ssm:resourceTag/"},
    {.name = "task", .arn = "arn:${Partition}:ecs:${Region}:${Account}:task/${TaskId}"},
    {.name = "windowtarget",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:windowtarget/${WindowTargetId}",
     .keys = "ssm:resourceTag/"},
    {.name = "windowtask",
     .arn = "arn:${Partition}:ssm:${Region}:${Account}:windowtask/${WindowTaskId}",
     .keys = "ssm:resourceTag/"},
};

constexpr ActionRow kActions[] = {
    {.actions = "CancelCommand CreateActivation CreateMaintenanceWindow "
                "CreateOpsItem CreateOpsMetadata CreatePatchBaseline "
                "DeleteActivation DeleteInventory DescribeActivations "
                "DescribeAutomationExecutions DescribeAvailablePatches "
                "DescribeInstanceInformation "
                "DescribeInstancePatchStatesForPatchGroup "
                "DescribeInstanceProperties DescribeInventoryDeletions "
                "DescribeMaintenanceWindowExecutionTaskInvocations "
                "DescribeMaintenanceWindowExecutionTasks DescribeMaintenanceWindows "
                "DescribeMaintenanceWindowSchedule "
                "DescribeMaintenanceWindowsForTarget DescribeOpsItems "
                "DescribeParameters DescribePatchBaselines DescribePatchGroups "
                "DescribePatchGroupState DescribePatchProperties DescribeSessions "
                "ExecuteAPI GetCommandInvocation "
                "GetDeployablePatchSnapshotForInstance GetExecutionPreview "
                "GetInventory GetInventorySchema GetMaintenanceWindowExecution "
                "GetMaintenanceWindowExecutionTask "
                "GetMaintenanceWindowExecutionTaskInvocation GetManifest "
                "GetPatchBaselineForPatchGroup ListAssociations ListCloudConnectors "
                "ListCommandInvocations ListCommands ListComplianceItems "
                "ListComplianceSummaries ListDocuments ListInventoryEntries "
                "ListOpsItemEvents ListOpsItemRelatedItems ListOpsMetadata "
                "ListResourceComplianceSummaries PutConfigurePackageResult "
                "StartExecutionPreview"},
    {.keys = "ssm:InventoryTypeName[]", .actions = "PutInventory"},
    {.keys = "ssm:NodeAccountId ssm:NodeOrgId", .actions = "RegisterManagedInstance"},
    {.keys = "ssm:SyncType", .actions = "ListResourceDataSync"},
    {.types = "association",
     .actions = "DescribeAssociationExecutions DescribeAssociationExecutionTargets "
                "ListAssociationVersions StartAssociationsOnce"},
    {.types = "association automation-execution cloud-connector document instance "
              "maintenancewindow managed-instance opsitem opsmetadata parameter "
              "patchbaseline task",
     .actions = "AddTagsToResource RemoveTagsFromResource"},
    {.types = "association automation-execution cloud-connector document "
              "maintenancewindow managed-instance opsitem opsmetadata parameter "
              "patchbaseline",
     .actions = "ListTagsForResource"},
    {.types = "association document instance managed-instance",
     .actions = "CreateAssociation DeleteAssociation DescribeAssociation "
                "UpdateAssociation"},
    {.types = "association instance managed-instance",
     .keys = "ssm:SourceInstanceARN",
     .actions = "UpdateInstanceAssociationStatus"},
    {.types = "automation-definition automation-execution document",
     .keys = "ssm:AutoApprove ssm:DocumentVersion[]",
     .actions = "StartChangeRequestExecution"},
    {.types = "automation-definition automation-execution document",
     .keys = "ssm:DocumentVersion[]",
     .actions = "StartAutomationExecution"},
    {.types = "automation-execution",
     .actions = "DescribeAutomationStepExecutions GetAutomationExecution "
                "SendAutomationSignal StopAutomationExecution"},
    {.types = "bucket document instance managed-instance", .actions = "SendCommand"},
    {.types = "cloud-connector",
     .actions = "CreateCloudConnector DeleteCloudConnector GetCloudConnector "
                "UpdateCloudConnector ValidateCloudConnector"},
    {.types = "document",
     .actions = "CreateDocument DeleteDocument DescribeDocument "
                "DescribeDocumentParameters DescribeDocumentPermission GetCalendar "
                "GetCalendarState GetDocument ListDocumentMetadataHistory "
                "ListDocumentVersions ModifyDocumentPermission PutCalendar "
                "UpdateDocument UpdateDocumentDefaultVersion UpdateDocumentMetadata"},
    {.types = "document instance managed-instance",
     .actions = "CreateAssociationBatch"},
    {.types = "document instance managed-instance",
     .keys = "ssm:SourceInstanceARN",
     .actions = "UpdateAssociationStatus"},
    {.types = "document instance managed-instance task",
     .keys = "ssm:AccessRequestId ssm:SessionDocumentAccessCheck",
     .actions = "StartSession"},
    {.types = "document opsitemgroup parameter",
     .actions = "DeleteResourcePolicy GetResourcePolicies PutResourcePolicy"},
    {.types = "iam-role managed-instance", .actions = "UpdateManagedInstanceRole"},
    {.types = "instance managed-instance",
     .actions = "DescribeEffectiveInstanceAssociations "
                "DescribeInstanceAssociationsStatus DescribeInstancePatches "
                "DescribeInstancePatchStates ListInstanceAssociations "
                "StartAccessRequest"},
    {.types = "instance managed-instance",
     .keys = "ssm:NodeAccountId ssm:NodeOrgId",
     .actions = "RequestManagedInstanceRoleToken UpdateManagedInstancePublicKey"},
    {.types = "instance managed-instance",
     .keys = "ssm:SourceInstanceARN",
     .actions = "PutComplianceItems UpdateInstanceInformation"},
    {.types = "instance managed-instance task", .actions = "GetConnectionStatus"},
    {.types = "maintenancewindow",
     .actions = "CancelMaintenanceWindowExecution DeleteMaintenanceWindow "
                "DescribeMaintenanceWindowExecutions "
                "DescribeMaintenanceWindowTargets DescribeMaintenanceWindowTasks "
                "GetMaintenanceWindow GetMaintenanceWindowTask "
                "RegisterTargetWithMaintenanceWindow "
                "RegisterTaskWithMaintenanceWindow UpdateMaintenanceWindow"},
    {.types = "maintenancewindow windowtarget",
     .actions = "DeregisterTargetFromMaintenanceWindow UpdateMaintenanceWindowTarget"},
    {.types = "maintenancewindow windowtask",
     .actions = "DeregisterTaskFromMaintenanceWindow UpdateMaintenanceWindowTask"},
    {.types = "managed-instance", .actions = "DeregisterManagedInstance"},
    {.types = "opsitem",
     .actions = "AssociateOpsItemRelatedItem DeleteOpsItem "
                "DisassociateOpsItemRelatedItem GetAccessToken GetOpsItem "
                "UpdateOpsItem"},
    {.types = "opsmetadata",
     .actions = "DeleteOpsMetadata GetOpsMetadata UpdateOpsMetadata"},
    {.types = "parameter",
     .actions = "DeleteParameter DeleteParameters GetParameter GetParameterHistory "
                "GetParameters LabelParameterVersion UnlabelParameterVersion"},
    {.types = "parameter",
     .keys = "ssm:Overwrite ssm:Policies",
     .actions = "PutParameter"},
    {.types = "parameter", .keys = "ssm:Recursive", .actions = "GetParametersByPath"},
    {.types = "patchbaseline",
     .actions = "DeletePatchBaseline DeregisterPatchBaselineForPatchGroup "
                "DescribeEffectivePatchesForPatchBaseline GetDefaultPatchBaseline "
                "GetPatchBaseline RegisterDefaultPatchBaseline "
                "RegisterPatchBaselineForPatchGroup UpdatePatchBaseline"},
    {.types = "resourcedatasync",
     .actions = "GetOpsSummary ListNodes ListNodesSummary"},
    {.types = "resourcedatasync",
     .keys = "ssm:SyncType",
     .actions = "CreateResourceDataSync DeleteResourceDataSync "
                "UpdateResourceDataSync"},
    {.types = "servicesetting",
     .actions = "GetServiceSetting ResetServiceSetting UpdateServiceSetting"},
    {.types = "session", .actions = "ResumeSession TerminateSession"},
};

}  // namespace

const ServiceTable kSsmTable = {
    .prefix = "ssm",
    .types = kTypes,
    .actions = kActions,
    .keys = "",
};

}  // namespace pullproof::aws
