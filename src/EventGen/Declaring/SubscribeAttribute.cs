namespace EventGen;

/// <summary>Makes a method a handler of the event that is its first parameter.</summary>
/// <remarks>
/// After the event come, in any order and all optional, <see cref="EventContext"/>, <see cref="CancellationToken"/> and
/// services. The method returns <see langword="void"/>, <see cref="Task"/> or <see cref="ValueTask"/>; the first makes a
/// synchronous handler, the others an asynchronous one.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>Handlers run by ascending order, then by the full name of type and method, ordinal.</summary>
    /// <value>Default: 0.</value>
    public int Order { get; set; }

    /// <summary>How long an instance of the handler's class lives.</summary>
    /// <value>Default: <see cref="HandlerLifetime.Automatic"/>.</value>
    public HandlerLifetime Lifetime { get; set; }

    /// <summary>The handler's name in failures, logs and descriptors.</summary>
    /// <value>Default: the full name of type and method, such as <c>Shop.Receipts.SendAsync</c>.</value>
    public string? Name { get; set; }
}
