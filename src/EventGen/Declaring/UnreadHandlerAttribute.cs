using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>
/// Names a method marked <see cref="SubscribeAttribute"/> that is not called, because a type it takes was in nobody's reach
/// while the generator ran. Written by the generator; rule EVG2011 reports it where the project compiles all the same.
/// </summary>
/// <param name="method">The full name of type and method.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnreadHandlerAttribute(string method) : Attribute
{
    /// <summary>The full name of type and method.</summary>
    public string Method { get; } = method;
}
