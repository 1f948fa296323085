namespace EventGen.EventContracts;

/// <summary>What an assembly declares, as the generator wrote it into the assembly. Immutable.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Promise">Whom its events stay readable for.</param>
/// <param name="Events">Its events, sorted by id.</param>
/// <param name="Handlers">Its handlers, those of one event in the order in which they run.</param>
/// <param name="Groups">The groups it declares, sorted by id.</param>
internal sealed record ModuleManifest(
    string Assembly, ContractPromise Promise, IReadOnlyList<EventManifest> Events, IReadOnlyList<HandlerManifest> Handlers, IReadOnlyList<GroupManifest> Groups)
{
    /// <summary>The newest format that this code reads.</summary>
    public const int Format = 1;
}
