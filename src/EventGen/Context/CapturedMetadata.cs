namespace EventGen;

/// <summary>What the events of one bus carry that are emitted in one place: made by the first of them, and carried by the next. Immutable.</summary>
/// <param name="Own">What every event of the bus carries.</param>
/// <param name="Trace">The trace in which they are emitted; <see langword="null"/> for none.</param>
/// <param name="Metadata">What they carry.</param>
internal sealed record CapturedMetadata(EventMetadata Own, EmitTrace? Trace, EventMetadata Metadata)
{
    public bool IsOf(EventMetadata own, EmitTrace? trace) => ReferenceEquals(Own, own) && ReferenceEquals(Trace, trace);
}
