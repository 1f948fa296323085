namespace EventGen.Tests.Lifetime;

/// <summary>An event whose handler's constructor does what a test says.</summary>
[Event]
public sealed record Founded(CallLog Calls);

/// <summary>Another.</summary>
[Event]
public sealed record Succeeded(CallLog Calls);

/// <summary>A third, whose handler a scope makes.</summary>
[Event]
public sealed record Hired(CallLog Calls);

public sealed class Founder
{
    /// <summary>Called by the constructor, in the flow of the test alone.</summary>
    public static readonly AsyncLocal<Action?> Made = new();

    public Founder() => Made.Value?.Invoke();

    [Subscribe]
    public void Handle(Founded e) => e.Calls.Add("founded");
}

public sealed class Successor
{
    /// <inheritdoc cref="Founder.Made"/>
    public static readonly AsyncLocal<Action?> Made = new();

    public Successor() => Made.Value?.Invoke();

    [Subscribe]
    public void Handle(Succeeded e) => e.Calls.Add("succeeded");
}

public sealed class Hand
{
    /// <inheritdoc cref="Founder.Made"/>
    public static readonly AsyncLocal<Action?> Made = new();

    public Hand() => Made.Value?.Invoke();

    [Subscribe(Lifetime = HandlerLifetime.Scoped)]
    public void Handle(Hired e) => e.Calls.Add("hired");
}
