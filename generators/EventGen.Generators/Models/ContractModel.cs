namespace EventGen.Generators.Models;

/// <summary>What one event is on the wire.</summary>
/// <param name="Type">The payload's type, as code names it.</param>
/// <param name="IsKept">Whether the contract file has the event.</param>
/// <param name="Contract">The contract as the file has it, on one line.</param>
/// <param name="Texts">What comments say of its types and parts, as a JSON object.</param>
/// <param name="Examples">The examples in the comments of its types and parts, as a JSON object.</param>
internal sealed record ContractModel(string Type, bool IsKept, string Contract, string Texts, string Examples);
