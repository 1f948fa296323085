using EventGen.EventContracts;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>One version of an event as its payload says it, and where.</summary>
/// <param name="Version">What it is on the wire.</param>
/// <param name="Type">The payload.</param>
/// <param name="Symbols">Where its parts are declared.</param>
internal sealed record ParsedVersion(ContractVersion Version, INamedTypeSymbol Type, ContractSymbols Symbols);
