namespace EventGen.Generators.Models;

/// <summary>What one file declares.</summary>
/// <remarks>
/// A declaration whose syntax says that it may bring something has its place even when it brings nothing: so those behind it
/// keep theirs when that changes.
/// </remarks>
/// <param name="Events">Its events.</param>
/// <param name="Handlers">The handlers that its classes declare themselves.</param>
/// <param name="UnreadHandlers">The full names of its marked methods whose event is in nobody's reach.</param>
/// <param name="Inherited">The handlers that each of its classes has from its base classes.</param>
/// <param name="JsonContexts">Its <c>JsonSerializerContext</c>s.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Failures">What could not be read.</param>
internal sealed record FileDeclarations(
    EquatableArray<EventModel?> Events,
    EquatableArray<HandlerModel?> Handlers,
    EquatableArray<string> UnreadHandlers,
    EquatableArray<EquatableArray<HandlerModel>> Inherited,
    EquatableArray<JsonContextModel?> JsonContexts,
    EquatableArray<GroupModel?> Groups,
    EquatableArray<FailureModel> Failures)
{
    public static FileDeclarations Nothing { get; } = new(default, default, default, default, default, default, default);

    public bool HasEvents => Events.Any(static item => item is not null);

    public bool IsEmpty =>
        !HasEvents && UnreadHandlers.Count == 0 && Failures.Count == 0 && Inherited.All(static handlers => handlers.Count == 0)
        && Handlers.All(static item => item is null) && JsonContexts.All(static item => item is null)
        && Groups.All(static item => item is null);
}
