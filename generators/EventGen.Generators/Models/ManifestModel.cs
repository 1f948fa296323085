namespace EventGen.Generators.Models;

/// <summary>What the manifest is written from.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Events">The events that have an accessor.</param>
/// <param name="Handlers">All handlers, those of one event in the order in which they run.</param>
/// <param name="Groups">The declared groups.</param>
/// <param name="Contracts">What the events are on the wire.</param>
internal sealed record ManifestModel(
    string Assembly, EquatableArray<EventModel> Events, EquatableArray<HandlerModel> Handlers, EquatableArray<GroupModel> Groups, ContractsModel Contracts);
