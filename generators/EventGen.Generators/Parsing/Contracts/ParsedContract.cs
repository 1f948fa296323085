using EventGen.EventContracts;

namespace EventGen.Generators.Parsing;

/// <summary>What an event is on the wire as its types say it, and where they say it.</summary>
internal sealed record ParsedContract(EventContract Contract, ContractSymbols Symbols)
{
    public ContractVersion Version => Contract.Versions[0];
}
