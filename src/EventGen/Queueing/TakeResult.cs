namespace EventGen;

/// <summary>What a worker found when it asked for an event.</summary>
internal enum TakeResult
{
    /// <summary>An event.</summary>
    Taken,

    /// <summary>Nothing now: wait for the signal.</summary>
    Empty,

    /// <summary>Nothing ever again.</summary>
    Closed,
}
