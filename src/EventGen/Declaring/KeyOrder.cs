namespace EventGen;

/// <summary>What a keyed event that waits for another attempt means for the later events of its key.</summary>
public enum KeyOrder
{
    /// <summary>They wait, so that the key's order holds.</summary>
    Block,

    /// <summary>They go on; the failed event is attempted again out of order, never at the same time as another of its key.</summary>
    Park,
}
