namespace EventGen.Generators.Models;

/// <summary>What the events of a project are on the wire.</summary>
/// <param name="Promise">Whom they stay readable for, as the contracts' enum numbers it.</param>
/// <param name="Contracts">Each event that a <c>JsonSerializerContext</c> lists.</param>
internal sealed record ContractsModel(int Promise, EquatableArray<ContractModel> Contracts);
