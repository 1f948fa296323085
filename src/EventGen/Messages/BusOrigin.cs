namespace EventGen;

/// <summary>Identifies one bus among all that ever were, for messages. Thread safe.</summary>
internal sealed class BusOrigin
{
    // Made when a message needs it: the first identifier of a process takes milliseconds.
    private string? _id;

    public string Id => LazyInitializer.EnsureInitialized(ref _id, static () => Guid.NewGuid().ToString("N"));
}
