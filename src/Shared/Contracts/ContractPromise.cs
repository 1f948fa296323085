namespace EventGen.EventContracts;

/// <summary>Whom a project's events promise to stay readable for.</summary>
[Flags]
internal enum ContractPromise
{
    None = 0,

    /// <summary>New code reads what old code wrote.</summary>
    Backward = 1,

    /// <summary>Old code reads what new code writes.</summary>
    Forward = 2,

    /// <summary>Both.</summary>
    Full = Backward | Forward,
}
