namespace EventGen;

/// <summary>What an <see cref="EventActivity"/> tells of.</summary>
public enum EventActivityKind
{
    /// <summary>An event was emitted.</summary>
    Emitted,

    /// <summary>A message of another process was received, and is handled as an event.</summary>
    Received,

    /// <summary>An attempt of a handler has succeeded.</summary>
    Handled,

    /// <summary>An attempt of a publisher has succeeded.</summary>
    Published,

    /// <summary>An attempt of a handler or publisher has failed.</summary>
    Failed,
}
