namespace EventGen.EventContracts;

/// <summary>What undoes a change for certain.</summary>
internal enum ContractRemedy
{
    /// <summary>To take the change back.</summary>
    Undo,

    /// <summary>To make the part optional.</summary>
    MakeOptional,

    /// <summary>To keep the old name on the wire.</summary>
    KeepName,
}
