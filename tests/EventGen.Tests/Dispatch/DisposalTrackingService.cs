namespace EventGen.Tests.Dispatch;

/// <summary>Says what becomes of it.</summary>
public sealed class DisposalTrackingService(CallLog calls, string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public bool IsDisposed { get; private set; }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        calls.Add($"disposed {Name}");
        return default;
    }
}
