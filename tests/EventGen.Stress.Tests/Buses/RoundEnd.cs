namespace EventGen.Stress.Tests.Buses;

/// <summary>When and how a round's bus is stopped.</summary>
public enum RoundEnd
{
    /// <summary>After the last emit; everything drains.</summary>
    Quiet,

    /// <summary>While the emitters emit; what was accepted drains.</summary>
    UnderLoad,

    /// <summary>While the emitters emit, and without time to drain: what no worker has taken is left.</summary>
    Abrupt,
}
