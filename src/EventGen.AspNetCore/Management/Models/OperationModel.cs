namespace EventGen.AspNetCore.Management;

/// <summary>A replay or discard of many dead letters.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">replay or discard.</param>
/// <param name="State">running, cancelling, cancelled, succeeded or failed.</param>
/// <param name="Total">How many dead letters the filter lets through; known once they have been looked up.</param>
/// <param name="Done">How many have been attempted.</param>
/// <param name="Succeeded">How many of these succeeded.</param>
/// <param name="Failed">How many of these failed, or were gone.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="RunningOn">Of one that was cancelled: the dead letter that was under way and has not ended yet. It is counted once it has.</param>
/// <param name="WaitsFor">Of one that runs, and has not got on for three seconds: what it waits for.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record OperationModel(
    Guid Id, string Kind, string State, int? Total, int Done, int Succeeded, int Failed, DateTimeOffset Started, DateTimeOffset? Ended, Guid? RunningOn, string? WaitsFor, string? Problem);
