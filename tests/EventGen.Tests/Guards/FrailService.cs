namespace EventGen.Tests.Guards;

/// <summary>A scoped service of handlers.</summary>
public sealed class FrailService : IDisposable
{
    /// <summary>Called by the constructor of a handler.</summary>
    public Action? Made { get; init; }

    public Action? Disposed { get; init; }

    public void Use()
    {
    }

    public void Dispose() => Disposed?.Invoke();
}
