namespace EventGen;

/// <summary>The members of a message that mean something, whichever form it has.</summary>
internal enum MessageMember
{
    /// <summary>A name that means nothing.</summary>
    None,

    Id,
    Type,
    Payload,
    Metadata,
    Timestamp,
    Version,
    TraceParent,
    TraceState,
    Origin,
    Via,
    Headers,

    // Of the metadata.
    Source,
    TraceId,
    UserId,
    RequestId,
    CorrelationId,
    CausationId,

    // Of a CloudEvent alone.
    SpecVersion,
    CloudSource,
    CloudTime,
    CloudData,
    CloudDataBase64,
    CloudPartitionKey,
    CloudTraceId,
    CloudUserId,
    CloudRequestId,
    CloudCorrelationId,
    CloudCausationId,
    CloudDataVersion,
}
