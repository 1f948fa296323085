namespace EventGen.EventContracts;

/// <summary>What a type is on the wire: an object, an enum, or one of several objects.</summary>
internal abstract record ContractDefinition;
