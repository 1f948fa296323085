using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What the runtime has to know of a compile-time handler. Written by the generator.</summary>
/// <param name="Name">The full name of type and method, or the name the handler was given.</param>
/// <param name="Order">The <see cref="SubscribeAttribute.Order"/>.</param>
/// <param name="Traits">What the handler asks for.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record HandlerInfo(string Name, int Order, HandlerTraits Traits)
{
    /// <summary>The full name of type and method, by which handlers of one order are sorted.</summary>
    /// <value>Default: <see cref="Name"/>.</value>
    public string Method { get; init; } = Name;

    /// <summary>The handler's own <see cref="RetryAttribute"/>.</summary>
    /// <value>Default: <see langword="null"/>, none.</value>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The handler's own <see cref="HandlerTimeoutAttribute"/>.</summary>
    /// <value>Default: <see langword="null"/>, none.</value>
    public TimeSpan? Timeout { get; init; }
}
