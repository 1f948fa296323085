namespace EventGen;

/// <summary>Which events of an assembly have a contract in its file <c>eventgen.contracts.json</c>.</summary>
public enum ContractScope
{
    /// <summary>Those that leave the process or are stored: published ones and durable ones.</summary>
    Published = 0,

    /// <summary>All that a <c>JsonSerializerContext</c> of the project lists.</summary>
    All = 1,
}
