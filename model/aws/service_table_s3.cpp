// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// Amazon S3", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "accessgrant",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:access-grants/default/grant/"
            "${Token}"},
    {.name = "accessgrantsinstance",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:access-grants/default"},
    {.name = "accessgrantslocation",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:access-grants/default/location/"
            "${Token}"},
    {.name = "accesspoint",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}",
     .keys = "s3:AccessPointNetworkOrigin s3:AccessPointTag/ "
             "s3:DataAccessPointAccount s3:DataAccessPointArn"},
    {.name = "accesspointobject",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/"
            "object/${ObjectName}",
     .keys = "s3:AccessPointNetworkOrigin s3:AccessPointTag/ s3:BucketTag/ "
             "s3:DataAccessPointAccount s3:DataAccessPointArn"},
    {.name = "bucket",
     .arn = "arn:${Partition}:s3:::${BucketName}",
     .keys = "s3:BucketTag/"},
    {.name = "job", .arn = "arn:${Partition}:s3:${Region}:${Account}:job/${JobId}"},
    {.name = "multiregionaccesspoint",
     .arn = "arn:${Partition}:s3::${Account}:accesspoint/${AccessPointAlias}"},
    {.name = "multiregionaccesspointrequestarn",
     .arn = "arn:${Partition}:s3:us-west-2:${Account}:async-request/mrap/${Operation}/"
            "${Token}"},
    {.name = "object",
     .arn = "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
     .keys = "s3:BucketTag/"},
    {.name = "objectlambdaaccesspoint",
     .arn = "arn:${Partition}:s3-object-lambda:${Region}:${Account}:accesspoint/"
            "${AccessPointName}"},
    {.name = "storagelensconfiguration",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:storage-lens/${ConfigId}"},
    {.name = "storagelensgroup",
     .arn = "arn:${Partition}:s3:${Region}:${Account}:storage-lens-group/${Name}"},
};

constexpr ActionRow kActions[] = {
    {.actions = "CreateStorageLensGroup GetAccountPublicAccessBlock "
                "ListAccessGrantsInstances ListAccessPoints "
                "ListAccessPointsForObjectLambda ListAllMyBuckets ListJobs "
                "ListMultiRegionAccessPoints ListStorageLensConfigurations "
                "ListStorageLensGroups PutAccessPointPublicAccessBlock "
                "PutAccountPublicAccessBlock PutStorageLensConfiguration"},
    {.keys = "s3:AccessPointNetworkOrigin s3:AccessPointTag/ "
             "s3:DataAccessPointAccount s3:DataAccessPointArn",
     .actions = "GetAccessPoint"},
    {.keys = "s3:RequestJobOperation s3:RequestJobPriority", .actions = "CreateJob"},
    {.types = "accessgrant",
     .keys = "s3:AccessGrantScope",
     .actions = "CreateAccessGrant DeleteAccessGrant GetAccessGrant"},
    {.types = "accessgrant accessgrantsinstance accessgrantslocation accesspoint "
              "bucket storagelensgroup",
     .actions = "ListTagsForResource TagResource UntagResource"},
    {.types = "accessgrantsinstance",
     .actions = "AssociateAccessGrantsIdentityCenter CreateAccessGrantsInstance "
                "DeleteAccessGrantsInstance "
                "DeleteAccessGrantsInstanceResourcePolicy "
                "DissociateAccessGrantsIdentityCenter GetAccessGrantsInstance "
                "GetAccessGrantsInstanceForPrefix "
                "GetAccessGrantsInstanceResourcePolicy GetDataAccess "
                "ListAccessGrants ListAccessGrantsLocations ListCallerAccessGrants "
                "PutAccessGrantsInstanceResourcePolicy"},
    {.types = "accessgrantslocation",
     .keys = "s3:AccessGrantsLocationScope",
     .actions = "CreateAccessGrantsLocation DeleteAccessGrantsLocation "
                "GetAccessGrantsLocation UpdateAccessGrantsLocation"},
    {.types = "accesspoint",
     .actions = "DeleteAccessPoint DeleteAccessPointPolicy GetAccessPointPolicy "
                "GetAccessPointPolicyStatus PutAccessPointPolicy"},
    {.types = "accesspoint",
     .keys = "s3:locationconstraint s3:x-amz-acl",
     .actions = "CreateAccessPoint"},
    {.types = "accesspoint bucket",
     .actions = "GetBucketAcl GetBucketCORS GetBucketLocation GetBucketNotification "
                "GetBucketPolicy"},
    {.types = "accesspoint bucket",
     .keys = "s3:AccessGrantsInstanceArn s3:delimiter s3:max-keys s3:prefix",
     .actions = "ListBucket ListBucketVersions"},
    {.types = "accesspointobject object",
     .actions = "GetObjectLegalHold GetObjectRetention RestoreObject"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn",
     .actions = "AbortMultipartUpload ListMultipartUploadParts"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:ExistingObjectTag/",
     .actions = "GetObject GetObjectAcl"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:ExistingObjectTag/ s3:versionid",
     .actions = "GetObjectVersion GetObjectVersionAcl"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:ExistingObjectTag/ s3:versionid "
             "s3:x-amz-acl s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp "
             "s3:x-amz-storage-class",
     .actions = "PutObjectVersionAcl"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:ExistingObjectTag/ s3:x-amz-acl "
             "s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp "
             "s3:x-amz-storage-class",
     .actions = "PutObjectAcl"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:if-match",
     .actions = "DeleteObject"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:if-match s3:if-none-match "
             "s3:object-lock-event-hold s3:object-lock-event-hold-duration-days "
             "s3:object-lock-legal-hold s3:object-lock-mode "
             "s3:object-lock-remaining-retention-days "
             "s3:object-lock-retain-until-date s3:ObjectCreationOperation "
             "s3:RequestObjectTag/ s3:RequestObjectTagKeys[] s3:x-amz-acl "
             "s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp "
             "s3:x-amz-metadata-directive s3:x-amz-object-annotation-directive "
             "s3:x-amz-server-side-encryption "
             "s3:x-amz-server-side-encryption-aws-kms-key-id "
             "s3:x-amz-server-side-encryption-customer-algorithm "
             "s3:x-amz-storage-class s3:x-amz-website-redirect-location",
     .actions = "PutObject"},
    {.types = "accesspointobject object",
     .keys = "s3:AccessGrantsInstanceArn s3:versionid",
     .actions = "DeleteObjectVersion"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/",
     .actions = "DeleteObjectTagging GetObjectAnnotation GetObjectAttributes "
                "GetObjectTagging"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:RequestObjectTag/ s3:RequestObjectTagKeys[]",
     .actions = "PutObjectTagging"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:RequestObjectTag/ s3:RequestObjectTagKeys[] "
             "s3:versionid",
     .actions = "PutObjectVersionTagging"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:versionid",
     .actions = "DeleteObjectVersionTagging GetObjectVersionAnnotation "
                "GetObjectVersionAttributes GetObjectVersionTagging"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:versionid s3:x-amz-object-if-match",
     .actions = "DeleteObjectVersionAnnotation PutObjectVersionAnnotation"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:x-amz-object-if-match",
     .actions = "DeleteObjectAnnotation PutObjectAnnotation"},
    {.types = "accesspointobject object",
     .keys = "s3:ExistingObjectTag/ s3:x-amz-server-side-encryption "
             "s3:x-amz-server-side-encryption-aws-kms-key-id",
     .actions = "UpdateObjectEncryption"},
    {.types = "accesspointobject object",
     .keys = "s3:RequestObjectTag/ s3:RequestObjectTagKeys[] s3:x-amz-acl "
             "s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp "
             "s3:x-amz-metadata-directive s3:x-amz-server-side-encryption "
             "s3:x-amz-server-side-encryption-aws-kms-key-id "
             "s3:x-amz-server-side-encryption-customer-algorithm "
             "s3:x-amz-storage-class s3:x-amz-website-redirect-location",
     .actions = "BypassGovernanceRetention"},
    {.types = "accesspointobject object",
     .keys = "s3:annotation-prefix s3:ExistingObjectTag/ s3:max-annotation-results",
     .actions = "ListObjectAnnotations"},
    {.types = "accesspointobject object",
     .keys = "s3:annotation-prefix s3:ExistingObjectTag/ s3:max-annotation-results "
             "s3:versionid",
     .actions = "ListObjectVersionAnnotations"},
    {.types = "accesspointobject object",
     .keys = "s3:object-lock-event-hold s3:object-lock-event-hold-duration-days "
             "s3:object-lock-mode s3:object-lock-remaining-retention-days "
             "s3:object-lock-retain-until-date",
     .actions = "PutObjectRetention"},
    {.types = "accesspointobject object",
     .keys = "s3:object-lock-legal-hold",
     .actions = "PutObjectLegalHold"},
    {.types = "bucket",
     .actions = "CreateBucketMetadataTableConfiguration DeleteBucket "
                "DeleteBucketMetadataTableConfiguration DeleteBucketPolicy "
                "DeleteBucketWebsite GetAccelerateConfiguration "
                "GetAnalyticsConfiguration GetBucketAbac GetBucketLogging "
                "GetBucketMetadataTableConfiguration "
                "GetBucketObjectLockConfiguration GetBucketOwnershipControls "
                "GetBucketPolicyStatus GetBucketPublicAccessBlock "
                "GetBucketRequestPayment GetBucketTagging GetBucketVersioning "
                "GetBucketWebsite GetEncryptionConfiguration "
                "GetIntelligentTieringConfiguration GetInventoryConfiguration "
                "GetLifecycleConfiguration GetMetricsConfiguration "
                "GetReplicationConfiguration PutAccelerateConfiguration "
                "PutAnalyticsConfiguration PutBucketAbac PutBucketCORS "
                "PutBucketLogging PutBucketNotification "
                "PutBucketObjectLockConfiguration PutBucketOwnershipControls "
                "PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment "
                "PutBucketTagging PutBucketVersioning PutBucketWebsite "
                "PutEncryptionConfiguration PutIntelligentTieringConfiguration "
                "PutLifecycleConfiguration PutMetricsConfiguration "
                "UpdateBucketMetadataAnnotationTableConfiguration "
                "UpdateBucketMetadataInventoryTableConfiguration "
                "UpdateBucketMetadataJournalTableConfiguration"},
    {.types = "bucket",
     .keys = "s3:AccessGrantsInstanceArn s3:AccessPointNetworkOrigin "
             "s3:AccessPointTag/ s3:DataAccessPointAccount s3:DataAccessPointArn",
     .actions = "ListBucketMultipartUploads"},
    {.types = "bucket",
     .keys = "s3:InventoryAccessibleOptionalFields[]",
     .actions = "PutInventoryConfiguration"},
    {.types = "bucket",
     .keys = "s3:deliverySourceArn s3:logType s3:resourceArnBeingAuthorized",
     .actions = "AllowVendedLogDeliveryForResource"},
    {.types = "bucket", .keys = "s3:destinationRegion", .actions = "PauseReplication"},
    {.types = "bucket",
     .keys = "s3:isReplicationPauseRequest",
     .actions = "PutReplicationConfiguration"},
    {.types = "bucket",
     .keys = "s3:locationconstraint s3:x-amz-acl s3:x-amz-bucket-namespace "
             "s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp "
             "s3:x-amz-object-ownership",
     .actions = "CreateBucket"},
    {.types = "bucket",
     .keys = "s3:x-amz-acl s3:x-amz-grant-full-control s3:x-amz-grant-read "
             "s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp",
     .actions = "PutBucketAcl"},
    {.types = "job", .actions = "DescribeJob GetJobTagging"},
    {.types = "job",
     .keys = "s3:ExistingJobOperation s3:ExistingJobPriority",
     .actions = "DeleteJobTagging PutJobTagging"},
    {.types = "job",
     .keys = "s3:ExistingJobOperation s3:ExistingJobPriority s3:JobSuspendedCause",
     .actions = "UpdateJobStatus"},
    {.types = "job",
     .keys = "s3:ExistingJobOperation s3:ExistingJobPriority s3:RequestJobPriority",
     .actions = "UpdateJobPriority"},
    {.types = "multiregionaccesspoint",
     .keys = "s3:AccessPointNetworkOrigin s3:DataAccessPointAccount "
             "s3:DataAccessPointArn",
     .actions = "CreateMultiRegionAccessPoint DeleteMultiRegionAccessPoint "
                "GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy "
                "GetMultiRegionAccessPointPolicyStatus "
                "GetMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy "
                "SubmitMultiRegionAccessPointRoutes"},
    {.types = "multiregionaccesspointrequestarn",
     .actions = "DescribeMultiRegionAccessPointOperation"},
    {.types = "object",
     .actions = "GetObjectTorrent GetObjectVersionAnnotationForReplication "
                "GetObjectVersionForReplication InitiateReplication "
                "ObjectOwnerOverrideToBucketOwner ReplicateDelete "
                "ReplicateObjectAnnotation ReplicateTags"},
    {.types = "object",
     .keys = "s3:object-lock-event-hold s3:object-lock-event-hold-duration-days "
             "s3:x-amz-server-side-encryption "
             "s3:x-amz-server-side-encryption-aws-kms-key-id "
             "s3:x-amz-server-side-encryption-customer-algorithm",
     .actions = "ReplicateObject"},
    {.types = "object", .keys = "s3:versionid", .actions = "GetObjectVersionTorrent"},
    {.types = "objectlambdaaccesspoint",
     .keys = "s3:AccessPointNetworkOrigin s3:DataAccessPointAccount "
             "s3:DataAccessPointArn",
     .actions = "CreateAccessPointForObjectLambda DeleteAccessPointForObjectLambda "
                "DeleteAccessPointPolicyForObjectLambda "
                "GetAccessPointConfigurationForObjectLambda "
                "GetAccessPointForObjectLambda GetAccessPointPolicyForObjectLambda "
                "GetAccessPointPolicyStatusForObjectLambda "
                "PutAccessPointConfigurationForObjectLambda "
                "PutAccessPointPolicyForObjectLambda"},
    {.types = "storagelensconfiguration",
     .actions = "DeleteStorageLensConfiguration "
                "DeleteStorageLensConfigurationTagging GetStorageLensConfiguration "
                "GetStorageLensConfigurationTagging GetStorageLensDashboard "
                "PutStorageLensConfigurationTagging"},
    {.types = "storagelensgroup",
     .actions = "DeleteStorageLensGroup GetStorageLensGroup UpdateStorageLensGroup"},
};

}  // namespace

const ServiceTable kS3Table = {
    .prefix = "s3",
    .types = kTypes,
    .actions = kActions,
    .keys =
        "s3:authType s3:ResourceAccount s3:signatureAge s3:signatureversion "
        "s3:TlsVersion s3:x-amz-content-sha256",
};

}  // namespace pullproof::aws
